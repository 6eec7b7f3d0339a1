import type { Story, UsageStory } from '../../../model/story.ts';
import { amount } from '../../figures.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { figure } from './figure.ts';
import { round } from './plot.ts';
import { rowChart, type BarPlace } from './rows.ts';

const mostRows = 12;

/** Memory and quota: what was used, of how much. */
export function usageOf({ usage }: Story): Markup {
  if (usage.length === 0) return nothing;
  const shown = usage.slice(0, mostRows);
  const left =
    usage.length > shown.length ? ` The first ${shown.length} of ${usage.length}; the table has all.` : '';
  return figure({
    title: 'Memory and quota',
    caption: `What was seen to be used, each beside its own limit.${left}`,
    chart: rowChart(
      'Bars of what was used, each with its limit',
      shown.map((use) => ({ name: use.what, figure: words(use), bar: (place) => bar(use, place) })),
    ),
    legend: [
      { shape: 'used', means: 'used' },
      { shape: 'limit', means: 'limit' },
    ],
    table: foldedTable({
      caption: 'memory and quota',
      columns: [
        { head: 'What', cell: ({ what }) => what },
        { head: 'Used', cell: ({ used }) => figureCell(used), isFigure: true },
        { head: 'Limit', cell: ({ limit }) => figureCell(limit, 'none'), isFigure: true },
        { head: 'Unit', cell: ({ unit }) => unit },
      ],
      rows: usage,
    }),
  });
}

const words = ({ used, limit, unit }: UsageStory): string =>
  `${amount(used)}${limit === null ? '' : ` of ${amount(limit)}`} ${unit}`;

/** The limit stands at the same place in every row that is within it. */
function bar({ used, limit }: UsageStory, { left, right, top, height }: BarPlace): Markup {
  const whole = Math.max(used, (limit ?? used) * 1.25, Number.MIN_VALUE);
  const at = (value: number): number => round(left + ((right - left) * value) / whole);
  return html`<rect class="rest" x="${left}" y="${top}" width="${right - left}" height="${height}" /><rect
      class="${limit !== null && used > limit ? 'used over' : 'used'}"
      x="${left}"
      y="${top}"
      width="${round(at(used) - left)}"
      height="${height}"
    />${limit === null ? nothing : html`<path class="limit" d="M${at(limit)} ${top - 3}v${height + 6}" />`}`;
}
