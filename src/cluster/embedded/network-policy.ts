import { CoreV1Api, NetworkingV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { mustRun } from '../../system/run-program.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { flags } from './flags.ts';
import { nodeName, serviceCidr } from './node-layout.ts';
import { pki } from './node-pki.ts';

/** It works when a pod or a policy changes, and otherwise rests: what rests does not disturb what is measured. */
export const kubeRouterFlags = (): string[] =>
  flags({
    kubeconfig: pki.kubeRouterKubeconfig,
    'hostname-override': nodeName,
    'run-firewall': 'true',
    'run-router': 'false',
    'run-service-proxy': 'false',
    'service-cluster-ip-range': serviceCidr,
    'iptables-sync-period': '24h',
    'health-port': '0',
  });

const settledWithinMs = 20_000;

/**
 * Waits until the kernel has a rule for each NetworkPolicy that is stored and for each pod that runs. kube-router
 * writes them anew, all at once, after each change, so a pod that has its rule is also in the sets of its policies.
 * A policy that is changed in place is not told from what it was.
 * @throws EnvironmentError `wait-timeout` with what is missing
 */
export async function policiesInForce(kube: KubeConfig, nodePid: number, signal: AbortSignal): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const networking = kube.makeApiClient(NetworkingV1Api);
  await waitUntil(
    async () => {
      const [policies, pods] = await Promise.all([
        networking.listNetworkPolicyForAllNamespaces(),
        core.listPodForAllNamespaces(),
      ]);
      const rules = readRules(await savedRules(nodePid, signal));
      const unknown = pods.items.filter(isOnPodNetwork).map(addressOf);
      const missing = unknown.filter((address) => !rules.podAddresses.has(address));
      return rules.policies === policies.items.length && missing.length === 0
        ? { ready: true }
        : {
            seen: `${rules.policies} of ${policies.items.length} policies, no rule for ${missing.join(', ') || 'no pod'}`,
          };
    },
    { what: 'the network to enforce its policies', timeoutMs: settledWithinMs, intervalMs: 50, signal },
  );
}

const savedRules = (nodePid: number, signal: AbortSignal): Promise<string> =>
  mustRun('nsenter', ['--target', String(nodePid), '--net', '--', 'iptables-save', '-t', 'filter'], {
    signal,
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });

const isOnPodNetwork = ({ spec, status }: V1Pod): boolean =>
  spec?.hostNetwork !== true &&
  status?.phase === 'Running' &&
  status.podIP !== undefined &&
  status.podIP !== '';

const addressOf = ({ status }: V1Pod): string => status?.podIP ?? '';

/**
 * Reads what `iptables-save` prints of kube-router's chains: one `KUBE-NWPLCY-…` for each policy beside the default,
 * and jumps to a `KUBE-POD-FW-…` by the pod's address (kube-router `pkg/controllers/netpol`).
 */
export function readRules(saved: string): { policies: number; podAddresses: ReadonlySet<string> } {
  const jumps = saved.matchAll(/^-A KUBE-ROUTER-FORWARD -d ([\d.]+)\/32 .*-j KUBE-POD-FW-/gm);
  return {
    policies: [...saved.matchAll(/^:KUBE-NWPLCY-(?!DEFAULT )/gm)].length,
    podAddresses: new Set([...jumps].map(([, address = '']) => address)),
  };
}
