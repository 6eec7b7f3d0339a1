import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is played without a word on the command line. */
export const core = ['cache-eviction', 'gpu-quota-storm', 'memory-hog', 'request-flood', 'token-burst'];

/**
 * Flags that play the core five on a cluster other than the embedded one, where the same limit of 1.1 is decided in the same
 * gate. Here all of it is played and judged too, but a control plane, or pods of k6, share the machine's two processors with
 * the victim: a limit of 1.5 is decided within minutes also while the host of the machine is busy.
 */
export async function coreElsewhere(folder: string): Promise<string[]> {
  const config = join(folder, 'core-elsewhere.yaml');
  await writeFile(config, 'limits: { p99Ratio: 1.5 }\n');
  return ['--config', config, '--scenario', ...core];
}
