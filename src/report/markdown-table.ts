import { plainText } from './plain-text.ts';

/** A table in GitHub's Markdown, without a line break at its end. */
export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Nothing in a cell may end it, or be taken for HTML. */
const cell = (text: string): string =>
  plainText(text)
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;');
