import { line } from 'd3-shape';
import type { Distribution, Story } from '../../../model/story.ts';
import { amount } from '../../figures.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { figure } from './figure.ts';
import { across, plot, upwards } from './plot.ts';
import { exactly, sizeScale, ticksOf } from './scales.ts';

type Point = Distribution['points'][number];

/** Each further nine is as far from the one before: p90 at 1, p99 at 2. */
const nines = (share: number): number => -Math.log10(1 - share);

const percentileTicks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/** The victim's latency at rest and under attack, percentile by percentile. */
export function percentiles({ distribution }: Story): Markup {
  const last = distribution?.points.at(-1);
  if (!distribution || !last) return nothing;
  const { points, samplesAtRest, samplesUnderAttack } = distribution;
  const x = exactly([0, nines(last.share)], across);
  const { scale: y, isLog } = sizeScale(
    points.flatMap(({ restMs, attackMs }) => [restMs ?? 0, attackMs ?? 0]),
    upwards,
  );
  const curve = (of: (point: Point) => number | null): string =>
    line<Point>()
      .defined((point) => of(point) !== null)
      .x(({ share }) => x(nines(share)))
      .y((point) => y(of(point) ?? 0))
      .digits(1)(points) ?? '';
  return figure({
    title: 'At rest and under attack',
    caption: `${amount(samplesAtRest)} requests at rest, ${amount(samplesUnderAttack)} under attack, of all windows that count. To the right the slowest few; where a line ends early, the rest failed.`,
    chart: plot({
      label: "Line chart of the percentiles of the victim's latency at rest and under attack",
      x: {
        scale: x,
        ticks: percentileTicks.filter((share) => share <= last.share).map(nines),
        label: 'percentile',
        word: (at) => `p${Number((100 * (1 - 10 ** -at)).toFixed(3))}`,
      },
      y: { scale: y, ticks: ticksOf(y, isLog), label: 'latency in ms' },
      marks: [
        html`<path class="line-rest" d="${curve(({ restMs }) => restMs)}" />`,
        html`<path class="line-attack" d="${curve(({ attackMs }) => attackMs)}" />`,
      ],
    }),
    legend: [
      { shape: 'line-rest', means: 'at rest' },
      { shape: 'line-attack', means: 'under attack' },
    ],
    table: foldedTable({
      caption: "percentiles of the victim's latency",
      columns: [
        { head: 'Percentile', cell: ({ share }) => `p${Number((100 * share).toFixed(3))}` },
        { head: 'At rest, ms', cell: ({ restMs }) => figureCell(restMs, 'failed'), isFigure: true },
        { head: 'Under attack, ms', cell: ({ attackMs }) => figureCell(attackMs, 'failed'), isFigure: true },
      ],
      rows: points,
    }),
  });
}
