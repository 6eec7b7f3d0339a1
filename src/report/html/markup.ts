import { plainText } from '../plain-text.ts';

/** No data that was read from somewhere can have this key, so that only `html` makes markup. */
const text = Symbol('markup');

/** HTML that was made here, of which every part that came from elsewhere is escaped. */
export interface Markup {
  readonly [text]: string;
}

export type Part = Markup | string | number | undefined | readonly Part[];

/**
 * Markup from a template. What is put in is text, also between the quotes of an attribute, unless it is markup itself; an
 * array is its parts, `undefined` is nothing. Addresses and styles must not be put in: escaping makes neither safe.
 */
export const html = (template: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  [text]: piecesOf(template).reduce((whole, piece, index) => `${whole}${textOf(parts[index - 1])}${piece}`),
});

const known = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The pieces of a template without the indentation that only its source needs; a line break is still a space. */
function piecesOf(template: TemplateStringsArray): readonly string[] {
  const pieces = known.get(template) ?? template.map((piece) => piece.replaceAll(/\s*\n\s*/g, '\n'));
  known.set(template, pieces);
  return pieces;
}

export const nothing = html``;

/** The text of markup, to be written to a file. */
export const source = (markup: Markup): string => markup[text];

/** Style sheets are ours, and hold characters that would be escaped. */
export const styleSheet = (css: string): Markup => ({ [text]: css });

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(part);
  return isList(part) ? part.map(textOf).join('') : part[text];
}

const isList = (part: Markup | readonly Part[]): part is readonly Part[] => Array.isArray(part);

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also without what a reader can't see, such as an order of text that is turned around. */
const escaped = (value: string): string =>
  (/^\s/u.test(value) ? ' ' : '') +
  plainText(value).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '') +
  (/\S\s+$/u.test(value) ? ' ' : '');
