import { loadConfig } from '../config/load-config.ts';
import type { ReadConfig } from '../config/parse-config.ts';
import type { Progress } from '../model/progress.ts';
import { loadScenarios } from './load-scenarios.ts';

/** Reads the file of settings, and says what should be mended in it though it is no fault. @throws UsageError as `loadConfig` */
export async function readSettings(
  file: string | undefined,
  progress: Pick<Progress, 'note'>,
): Promise<ReadConfig> {
  const scenarios = await loadScenarios();
  const read = await loadConfig(
    file,
    scenarios.map(({ id }) => id),
  );
  for (const warning of read.warnings) progress.note(`Warning: ${warning}`);
  return read;
}
