import { inNode, programInNode } from './node-layout.ts';
import { pauseRef } from '../../oci/pause-image.ts';

export const containerdConfigPath = `${inNode.config}/containerd.toml`;

export const containerdFlags = (): string[] => ['--config', containerdConfigPath];

/**
 * @param restrictOomScore needed where we lack CAP_SYS_RESOURCE, or runc fails with
 * "failed to update /proc/self/oom_score_adj: Permission denied"
 */
export const containerdConfig = (restrictOomScore: boolean): string => `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
# Both write to /opt of the host.
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[grpc]
  address = "${inNode.containerdSocket}"

[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = ${restrictOomScore}
  # It would load a profile into the host's kernel, where it would stay.
  disable_apparmor = true
  # Else it asks the shim of every container each second, 20 to 50 ms of a processor, for figures that nobody reads.
  stats_collect_period = "1h"
  [plugins.'io.containerd.cri.v1.runtime'.containerd]
    default_runtime_name = "runc"
    [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
        BinaryName = "${programInNode('runc')}"
        SystemdCgroup = false
  [plugins.'io.containerd.cri.v1.runtime'.cni]
    bin_dirs = ["${inNode.cniPlugins}"]
    conf_dir = "${inNode.cniConfig}"

[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = "${pauseRef}"
`;

const capSysResource = 24n;

/** Reads the effective capabilities in the text of `/proc/PID/status`, capabilities(7). */
export function hasSysResource(status: string): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> capSysResource) & 1n) === 1n;
}
