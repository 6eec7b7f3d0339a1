import { plainText } from './plain-text.ts';

/** What GitHub's Markdown gives a meaning to within a line; `_` only at the edge of a word. */
const special = /[\\`*~[\]|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** What makes a list, a heading, a quotation or a rule of a line that begins with it. */
const atStart = /^(\d{1,9}(?=[.)](?:\s|$))|(?=[#>+=-]))/u;

/**
 * Text that came from a server or a user, to be read as it is within a line of GitHub's Markdown, or in a cell of a
 * table: no HTML, link, image, code, heading or emphasis comes of it, and addresses are not made links.
 */
export const markdownText = (text: string): string =>
  plainText(text)
    .replaceAll(special, String.raw`\$&`)
    .replace(atStart, '$1\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('://', String.raw`\://`)
    .replaceAll(/www\./giu, (found) => found.replace('.', String.raw`\.`));
