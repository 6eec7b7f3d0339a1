import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it, test } from 'vitest';
import { markdownTable } from '../../../src/report/markdown-table.ts';
import { markdownText } from '../../../src/report/markdown-text.ts';
import { plainText } from '../../../src/report/plain-text.ts';
import { hostileTexts } from './example-runs.ts';

/** As GitHub reads Markdown, HTML let through. */
const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

const asText = (rendered: string): string =>
  rendered.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

const texts = [
  ...hostileTexts,
  '# heading',
  '> quotation',
  '- item',
  '+ item',
  '1. item',
  '12) item',
  '--- rule',
  '=== rule',
  '* item',
  '_emphasis_ and __more__ but_not_here and ~~gone~~',
  'www.evil.example and http://evil.example and ftp://evil.example',
  '<https://evil.example> <!-- comment --> <b>',
  String.raw`\ \| \\| \* trailing \ `,
  '[^1] footnote and [x] and [a][b]',
  '`` ` ``',
  '&lt; &#60; &copy;',
];

describe('text in Markdown', () => {
  test.each(texts)('%j is read as it is', (text) => {
    expect(asText(html(markdownText(text)))).toBe(`<p>${plainText(text)}</p>`);
  });

  test.each(texts)('%j fills one cell of a table as it is', (text) => {
    const cells = [...html(markdownTable(['a', 'b'], [[text, 'next']])).matchAll(/<td>(.*)<\/td>/gu)];
    expect(cells.map(([, cell = '']) => asText(cell))).toEqual([plainText(text), 'next']);
  });

  it('leaves names, figures and sentences legible', () => {
    const plain =
      "victim-p99-ratio: p99 1.04 times NVIDIA_VISIBLE_DEVICES, limit > 1 (99 % interval); it's fine!";
    expect(markdownText(plain)).toBe(plain);
  });
});
