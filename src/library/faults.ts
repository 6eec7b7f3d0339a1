import type { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { plainText } from '../report/plain-text.ts';

/**
 * What a schema found wrong, as `<what>: <field>: <fault>`, one line each.
 * @param code of the error, e.g. `bad-scenario`
 */
export function faulty(
  what: string,
  { issues }: Pick<z.ZodError, 'issues'>,
  { code, hint }: { code: string; hint: string },
): UsageError {
  const lines = issues.map(({ path, message }) => {
    const field = path.length === 0 ? '' : `${path.join('.')}: `;
    return plainText(`${what}: ${field}${message}`);
  });
  return new UsageError(lines.join('\n'), { code, hint });
}
