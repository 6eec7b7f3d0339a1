import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cniConfig, cniConfigPath } from './cni-config.ts';
import { containerdConfig, containerdConfigPath, hasSysResource } from './containerd-config.ts';
import { kubeletConfig, kubeletConfigPath } from './kubelet-config.ts';
import type { NodeLayout } from './node-layout.ts';
import type { NodePki } from './node-pki.ts';
import type { NodeSubnets } from './subnets.ts';

/** Writes keys and configuration onto the node's tmpfs, through the root folder of its PID 1. */
export async function writeNodeFiles(
  layout: NodeLayout,
  nodePid: number,
  { pki, subnets }: { pki: NodePki; subnets: NodeSubnets },
): Promise<void> {
  const restrictOomScore = !hasSysResource(await readFile('/proc/self/status', 'utf8'));
  const files = {
    ...pki.files,
    [containerdConfigPath]: containerdConfig(restrictOomScore),
    [kubeletConfigPath]: kubeletConfig(layout.owner),
    [cniConfigPath]: cniConfig(subnets.podCidr),
  };
  await Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      const outside = `/proc/${nodePid}/root${path}`;
      await mkdir(dirname(outside), { recursive: true });
      await writeFile(outside, text, { mode: 0o600 });
    }),
  );
}
