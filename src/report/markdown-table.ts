import { markdownText } from './markdown-text.ts';

/** A table in GitHub's Markdown, without a line break at its end. Nothing in a cell can end it, or be taken for more than text. */
export const markdownTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header.map(markdownText), header.map(() => '---'), ...rows.map((row) => row.map(markdownText))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
