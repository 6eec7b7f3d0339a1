import { UsageError } from '../model/errors.ts';
import { parseConfig, type ReadConfig } from './parse-config.ts';
import { readText } from './read-text.ts';

const defaultFile = 'tenantproof.yaml';

/**
 * Reads the named file, or `tenantproof.yaml` in the working directory if it exists.
 * @param scenarioIds those that it may ask for
 * @throws UsageError `config-unreadable`, `bad-text` or `bad-config`
 */
export async function loadConfig(
  file: string | undefined,
  scenarioIds: readonly string[],
): Promise<ReadConfig> {
  const name = file ?? defaultFile;
  try {
    return { ...parseConfig(await readText(name), name, scenarioIds), file: name };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return nothingSaid;
    throw new UsageError(`Cannot read ${name}: ${(error as Error).message}`, {
      code: 'config-unreadable',
      hint: 'Check the path given with --config.',
      cause: error,
    });
  }
}

const nothingSaid: ReadConfig = { config: {}, placeOf: () => undefined, warnings: [] };
