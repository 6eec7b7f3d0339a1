import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../model/errors.ts';
import { configSchema, type Config } from './schema.ts';
import { placeIn, shapeFaults, syntaxFaults } from './yaml-fault.ts';

/**
 * Reads the text of a `tenantproof.yaml`.
 * @throws UsageError `bad-config`, one line per fault as `file:line:column: what is wrong, with the valid choices`
 */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = placeIn(file, lines);
  const syntax = syntaxFaults(document, place);
  if (syntax.length > 0) throw badConfig(syntax);
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw badConfig(shapeFaults(document, parsed.error.issues, place));
}

function badConfig(faults: readonly string[]): UsageError {
  return new UsageError(faults.join('\n'), {
    code: 'bad-config',
    hint: `Valid keys: ${Object.keys(configSchema.shape).join(', ')}. README.md shows an example.`,
  });
}
