import type { ReadConfig } from '../../config/parse-config.ts';
import { UsageError } from '../../model/errors.ts';

/**
 * A fault that only the whole of what was asked shows, with the place in the file of settings that its cure speaks of, as
 * `file:line:column: setting: …`; as it is, if the file has none.
 */
export function placeFault(error: unknown, read: ReadConfig): unknown {
  if (!(error instanceof UsageError)) return error;
  const { message, code, hint = '' } = error;
  const [name, ...path] = settingsOf(read.config).find(([name]) => hint.includes(name)) ?? [];
  const place = name === undefined ? undefined : read.placeOf(path);
  if (place === undefined) return error;
  return new UsageError(`${place}: ${path.join('.')}: ${message}`, { code, hint, cause: error });
}

/** Each as it is named in a cure, and its path. */
const settingsOf = (config: ReadConfig['config']): [name: string, ...path: string[]][] =>
  Object.entries(config).flatMap(([key, value]): [string, ...string[]][] =>
    typeof value === 'object' && !Array.isArray(value)
      ? [
          ...Object.keys(value).map((inner): [string, ...string[]] => [`${key}.${inner}`, key, inner]),
          [`${key}:`, key],
        ]
      : [],
  );
