import { isMap, isNode, isScalar, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';
import { shownKey } from './fault-words.ts';

/** Where an offset into a text stands, as `file:line:column`. */
export type Place = (offset: number) => string;

export type Issue = z.core.$ZodIssue;

export function placeIn(file: string, lines: LineCounter): Place {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
}

/** One line for each fault that a schema found, as `file:line:column: what is wrong, with the valid choices`. */
export function shapeFaults(document: Document, issues: readonly Issue[], place: Place): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return `${place(offsetOf(document, issue.path))}: ${describe(issue)}`;
    const where = issue.path.length === 0 ? 'at the top level' : `in ${issue.path.join('.')}`;
    const meant = issue.message.split('\n');
    return issue.keys.map((key, index) => {
      const offset = keyOffset(document.getIn(issue.path, true), key) ?? offsetOf(document, issue.path);
      return `${place(offset)}: unknown key ${shownKey(key)} ${where}${meant[index]}`;
    });
  });
}

const describe = ({ path, message }: Issue): string => `${path.join('.') || 'the file'}: ${message}`;

/** Where a value stands, or its nearest parent that exists. */
function offsetOf(document: Document, whole: readonly PropertyKey[]): number {
  for (const path = [...whole]; ; path.pop()) {
    const offset = valueOffset(document, path);
    if (offset !== undefined) return offset;
    if (path.length === 0) return 0;
  }
}

/** Where a value stands; undefined if the file has none there. */
export function valueOffset(document: Document, path: readonly PropertyKey[]): number | undefined {
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyOffset(map: unknown, key: string): number | undefined {
  const found = isMap(map)
    ? map.items.find((pair) => isScalar(pair.key) && keyText(pair.key.value) === key)
    : undefined;
  return isNode(found?.key) ? found.key.range?.[0] : undefined;
}

/** A key as it is called in an object. */
const keyText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
