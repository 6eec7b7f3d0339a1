import type { CallsStory, Story } from '../../../model/story.ts';
import { amount } from '../../figures.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { figure } from './figure.ts';
import { round } from './plot.ts';
import { rowChart, type BarPlace } from './rows.ts';

const mostRows = 10;
const parts = ['admitted', 'refused', 'failed'] as const;
const words = { admitted: 'admitted', refused: 'refused (4xx)', failed: 'failed otherwise' } as const;

/** Calls that were made one by one: how many were admitted, refused and lost. */
export function callsByKind({ calls }: Story): Markup {
  if (calls.length === 0) return nothing;
  const most = Math.max(...calls.map(sum));
  const shown = [...calls].sort((a, b) => sum(b) - sum(a)).slice(0, mostRows);
  const left =
    calls.length > shown.length
      ? ` The ${shown.length} with the most calls of ${calls.length}; the table has all.`
      : '';
  const seen = parts.filter((part) => shown.some((call) => call[part] > 0));
  return figure({
    title: 'Calls, and what became of them',
    caption: `Those that were no part of a load.${left}`,
    chart: rowChart(
      'Stacked bars of calls by kind: admitted, refused and failed',
      shown.map((call) => ({
        name: `${call.what}, as ${call.as}`,
        figure: parts
          .filter((part) => call[part] > 0)
          .map((part) => `${amount(call[part])} ${part}`)
          .join(', '),
        bar: (place) => bars(call, most, place),
      })),
    ),
    legend: seen.map((part) => ({ shape: part, means: words[part] })),
    table: foldedTable({
      caption: 'calls by kind',
      columns: [
        { head: 'What', cell: ({ what }) => what },
        { head: 'As', cell: ({ as }) => as },
        { head: 'Admitted', cell: ({ admitted }) => figureCell(admitted), isFigure: true },
        { head: 'Refused', cell: ({ refused }) => figureCell(refused), isFigure: true },
        { head: 'Failed', cell: ({ failed }) => figureCell(failed), isFigure: true },
      ],
      rows: calls,
    }),
  });
}

const sum = ({ admitted, refused, failed }: CallsStory): number => admitted + refused + failed;

function bars(call: CallsStory, most: number, { left, right, top, height }: BarPlace): Markup[] {
  let from = left;
  return parts.flatMap((part) => {
    const width = ((right - left) * call[part]) / most;
    const at = from;
    from += width;
    return width === 0
      ? []
      : [
          html`<rect
            class="${part}"
            x="${round(at)}"
            y="${top}"
            width="${round(Math.max(1, width))}"
            height="${height}"
          />`,
        ];
  });
}
