import { isNode, isScalar, visit, type Document } from 'yaml';
import { credentialOffsets, looksLikeCredential, namesCredential } from './credential-shapes.ts';

/** A place in a file where a secret seems to stand. */
export interface FoundCredential {
  offset: number;
  /** In a comment; a setting otherwise. */
  inComment: boolean;
}

/** Finds what looks like a secret: by the name of its key, or by its form. Never says what it is. */
export function credentialsIn(document: Document, text: string): FoundCredential[] {
  const settings: [from: number, to: number][] = [];
  const found: number[] = [];
  const add = (node: unknown): void => {
    if (!isNode(node) || !node.range) return;
    settings.push([node.range[0], node.range[1]]);
    found.push(node.range[0]);
  };
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && namesCredential(String(key.value)) && isScalar(value) && isFilled(value.value))
        add(value);
    },
    Scalar(_, node) {
      if (looksLikeCredential(String(node.value))) add(node);
    },
  });
  const isElsewhere = (offset: number): boolean =>
    !settings.some(([from, to]) => offset >= from && offset <= to);
  return [
    ...[...new Set(found)].map((offset) => ({ offset, inComment: false })),
    ...credentialOffsets(text)
      .filter(isElsewhere)
      .map((offset) => ({ offset, inComment: true })),
  ].toSorted((a, b) => a.offset - b.offset);
}

const isFilled = (value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'number') && value !== '';
