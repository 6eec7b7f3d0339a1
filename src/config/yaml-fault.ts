import { isMap, isNode, isScalar, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';

/** Where an offset into a text stands, as `file:line:column`. */
export type Place = (offset: number) => string;

export type Issue = z.core.$ZodIssue;

export function placeIn(file: string, lines: LineCounter): Place {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
}

/** One line for each fault that makes the text no YAML. */
export function syntaxFaults(document: Document, place: Place): string[] {
  return document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`);
}

/** One line for each fault that a schema found, as `file:line:column: what is wrong, with the valid choices`. */
export function shapeFaults(document: Document, issues: readonly Issue[], place: Place): string[] {
  return issues.map((issue) => `${place(offsetOf(document, issue))}: ${describe(issue)}`);
}

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
  const path = [...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const offset = keyOffset(document.getIn(path, true), issue.keys[0] ?? '');
    if (offset !== undefined) return offset;
  }
  for (; ; path.pop()) {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return node.range[0];
    if (path.length === 0) return 0;
  }
}

function keyOffset(map: unknown, key: string): number | undefined {
  const found = isMap(map)
    ? map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)
    : undefined;
  return isNode(found?.key) ? found.key.range?.[0] : undefined;
}
