import { visit, type Document, type Node } from 'yaml';
import type { Place } from './yaml-fault.ts';

export const tooDeep = 'lists or maps are nested too deeply; no setting has more than two levels';

/** What mends a fault that has a name in https://eemeli.org/yaml/#errors. */
const words: Record<string, string> = {
  DUPLICATE_KEY: 'this key stands here a second time; keep one of them',
  MULTIPLE_DOCS: 'a second document begins here; this file holds one, so take out --- and what follows',
  TAB_AS_INDENT: 'a tab may not indent; use spaces',
  TAG_RESOLVE_FAILED: 'a tag such as !env or !!binary has no meaning here; write the value itself',
  RESOURCE_EXHAUSTION: tooDeep,
  BAD_DIRECTIVE: 'a directive has no meaning here; take the line out',
};

/** One line for each fault that makes the text no YAML, or YAML that readers understand differently. */
export function syntaxFaults(document: Document, place: Place): string[] {
  const { errors, warnings } = document;
  // What else is found where the parser gave up is none of the user's doing.
  const gaveUp = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const told = gaveUp ? [gaveUp] : [...errors, ...warnings];
  return [
    ...told.map(({ code, message, pos: [offset] }) => `${place(offset)}: ${wordsFor(code, message)}`),
    ...(errors.length > 0 ? [] : doubtful(document, place)),
  ];
}

const wordsFor = (code: string, message: string): string =>
  words[code] ?? `${withoutSource(message)}; check quotes, brackets and indentation`;

/** Messages of the parser end with what stands there, and that may be a secret. */
const withoutSource = (message: string): string => message.replace(/: .*$|(?<=escape sequence) .*$/su, '');

/** Aliases of nothing, and numbers that YAML 1.1 reads as octal and YAML 1.2 as decimal. */
function doubtful(document: Document, place: Place): string[] {
  const faults: string[] = [];
  const anchors = new Set<string | undefined>();
  const add = (node: Node, words: string): void =>
    void faults.push(`${place(node.range?.[0] ?? 0)}: ${words}`);
  visit(document, {
    Alias(_, node) {
      if (!anchors.has(node.source)) add(node, 'no anchor of this name stands above; write the value itself');
    },
    Collection(_, { anchor }) {
      anchors.add(anchor);
    },
    Scalar(_, node) {
      anchors.add(node.anchor);
      if (typeof node.value === 'number' && /^[-+]?0\d/.test(node.source ?? ''))
        add(node, `a number that begins with 0 is octal to some; write ${node.value}`);
    },
  });
  return faults;
}

/** The values of a document, or the one fault that keeps it from having any: aliases that make it grow beyond bounds. */
export function valuesOf(document: Document, place: Place): { values: unknown } | { fault: string } {
  try {
    return { values: document.toJS() };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    let first: number | undefined;
    visit(document, {
      Alias(_, node) {
        first = node.range?.[0];
        return visit.BREAK;
      },
    });
    return {
      fault: `${place(first ?? 0)}: aliases make this grow beyond bounds; write the values themselves`,
    };
  }
}
