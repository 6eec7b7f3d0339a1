import type { Command } from 'commander';
import { dangers } from '../../model/capability.ts';
import { clusterChoices, gpuChoices } from '../../model/settings.ts';

/** The flags that say where: the same for every command that needs a cluster. */
export const clusterOptions = (command: Command): Command =>
  command
    .option(
      '--cluster <kind>',
      `where: ${clusterChoices.join(', ')} (default: auto: kind where Docker or Podman answers, else embedded)`,
    )
    .option('--kind-image <image>', 'node image of a kind cluster (default: that of its release)')
    .option(
      '--gpus <which>',
      `GPUs of a kind cluster: ${gpuChoices.join(', ')} (default: simulated); real fills those of this machine up and makes them fault`,
    )
    .option('--kubeconfig <file>', 'how an existing cluster is entered (default: KUBECONFIG)')
    .option('--context <name>', 'context of that file (default: its current one)')
    .option(
      '--allow <danger...>',
      `what an existing cluster may be put to: ${dangers.join(', ')}; scenarios that need more are left out`,
    );
