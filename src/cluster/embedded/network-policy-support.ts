import { runProgram } from '../../system/run-program.ts';
import type { Problem } from '../cluster.ts';

/** What keeps NetworkPolicies from being enforced, and what helps. */
const lacks: Record<string, (said: string) => Omit<Problem, 'code'>> = {
  missing: (programs) => ({
    message: `not on the PATH: ${programs}`,
    hint: 'Install the packages iptables and ipset.',
  }),
  unfiltered: () => ({
    message: 'the kernel does not filter packets between the pods of a bridge',
    hint: "Load the module ('modprobe br_netfilter').",
  }),
  refused: (said) => ({
    message: `the kernel refuses rules that are needed: ${said}`,
    hint: 'It needs ip_set and the iptables extensions comment, conntrack, mark, physdev, set, NFLOG and REJECT.',
  }),
};

/** Every kind of rule that kube-router writes (its `pkg/controllers/netpol`), in a network namespace that goes with the script. */
const probeScript = `
for program in iptables iptables-save iptables-restore ipset; do
  command -v $program >/dev/null || missing="$missing $program"
done
[ -z "$missing" ] || { echo missing$missing; exit; }
mount -n --make-rprivate /
mount -n -t tmpfs tmpfs /run
[ "$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null)" = 1 ] || { echo unfiltered; exit; }
rules() {
  ipset create probe hash:ip timeout 0 && iptables-restore <<RULES
*filter
:PROBE - [0:0]
-A PROBE -m comment --comment probe -m addrtype --src-type LOCAL -j ACCEPT
-A PROBE -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A PROBE -p tcp -m addrtype --dst-type LOCAL -m multiport --dports 30000:32767 -j RETURN
-A PROBE -m set --match-set probe src -m mark ! --mark 0x10000/0x10000 -m limit --limit 10/minute -j NFLOG --nflog-group 100
-A PROBE -j MARK --set-mark 0x20000/0x20000
-A PROBE -j REJECT
-A FORWARD -m physdev --physdev-is-bridged -j PROBE
COMMIT
RULES
}
said=$(rules 2>&1) || echo refused $said
`;

/** Why a node on this machine could not enforce NetworkPolicies; undefined if it could. Leaves nothing behind. */
export async function lackOfNetworkPolicy(signal: AbortSignal): Promise<Problem | undefined> {
  const flags = ['--pid', '--mount', '--net', '--fork', '--kill-child'];
  const result = await runProgram('unshare', [...flags, 'sh', '-c', probeScript], {
    signal,
    timeoutMs: 10_000,
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  signal.throwIfAborted();
  return result.exitCode === 0 ? lackOf(result.stdout) : lackOf(`refused ${result.errorTail}`);
}

/** @param printed by the probe: nothing, or what is lacking and details of it */
export function lackOf(printed: string): Problem | undefined {
  const [name = '', ...said] = printed.trim().split(/\s+/);
  const lack = lacks[name];
  return lack && { code: `network-policy-${name}`, ...lack(said.join(' ')) };
}
