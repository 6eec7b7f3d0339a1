import { spawnSync } from 'node:child_process';

/** Node image of the tests; CI names one that needs no registry. */
const image = process.env['TENANTPROOF_KIND_IMAGE'];

/** Why no kind cluster can be made here; undefined if one can. */
export const lackOfKind: string | undefined =
  spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0
    ? 'no Docker answers'
    : image === undefined
      ? 'TENANTPROOF_KIND_IMAGE names no node image'
      : undefined;

/** Part of the name of a group of tests: why it is skipped, if it is. */
export const whySkipped = (lack: string | undefined): string =>
  lack === undefined ? '' : ` (skipped: ${lack})`;

export const docker = (...args: string[]): string => {
  const { stdout, stderr, status } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
};

/** Containers of any kind cluster, and those whose name or label has the text. */
export const containersOf = (text: string): string[] =>
  docker('ps', '--all', '--format', '{{.Names}} {{.Labels}}')
    .split('\n')
    .filter((line) => line.includes(text));
