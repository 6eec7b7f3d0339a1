import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { configSchema, type Config } from './schema.ts';

/**
 * Reads the text of a `tenantproof.yaml`.
 * @throws UsageError `bad-config`, one line per fault as `file:line:column: what is wrong, with the valid choices`
 */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const syntax = document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`);
  if (syntax.length > 0) throw badConfig(syntax);
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw badConfig(
    parsed.error.issues.map((issue) => `${place(offsetOf(document, issue))}: ${describe(issue)}`),
  );
}

function badConfig(faults: readonly string[]): UsageError {
  return new UsageError(faults.join('\n'), {
    code: 'bad-config',
    hint: `Valid keys: ${Object.keys(configSchema.shape).join(', ')}. README.md shows an example.`,
  });
}

type Issue = z.core.$ZodIssue;

function describe(issue: Issue): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const where = path === '' ? 'at the top level' : `in ${path}`;
    return `unknown key ${issue.keys.map((key) => `'${key}'`).join(', ')} ${where}`;
  }
  if (issue.code === 'invalid_value') return `${path}: must be one of ${issue.values.join(', ')}`;
  return `${path || 'the file'}: ${issue.message}`;
}

/** Where the fault stands: the unknown key itself, or the value, or its nearest parent that exists. */
function offsetOf(document: Document, issue: Issue): number {
  const path = [...issue.path] as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const map = path.length === 0 ? document.contents : document.getIn(path, true);
    const offset = keyOffset(map, issue.keys[0] ?? '');
    if (offset !== undefined) return offset;
  }
  for (; path.length > 0; path.pop()) {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function keyOffset(map: unknown, key: string): number | undefined {
  if (!(map !== null && typeof map === 'object' && 'items' in map && Array.isArray(map.items))) {
    return undefined;
  }
  const pairs = map.items as { key?: { value?: unknown; range?: readonly number[] } }[];
  return pairs.find((pair) => pair.key?.value === key)?.key?.range?.[0];
}
