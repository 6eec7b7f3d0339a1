import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import { parseConfig } from './parse-config.ts';
import type { Config } from './schema.ts';

const defaultFile = 'tenantproof.yaml';

/**
 * Reads the named file, or `tenantproof.yaml` in the working directory if it exists.
 * @throws UsageError `config-unreadable` or `bad-config`
 */
export async function loadConfig(file: string | undefined): Promise<Config> {
  try {
    return parseConfig(await readFile(file ?? defaultFile, 'utf8'), file ?? defaultFile);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new UsageError(`Cannot read ${file ?? defaultFile}: ${(error as Error).message}`, {
      code: 'config-unreadable',
      hint: 'Check the path given with --config.',
      cause: error,
    });
  }
}
