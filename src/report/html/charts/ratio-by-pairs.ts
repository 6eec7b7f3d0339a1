import { area as areaOf, line } from 'd3-shape';
import type { RatioPoint, RatioStory } from '../../../model/story.ts';
import { amount } from '../../figures.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { figure } from './figure.ts';
import { across, dots, plot, round, upwards } from './plot.ts';
import { exactly, linear, sizeScale, ticksOf, type Scale } from './scales.ts';

/** How the ratio and its interval settled as more pairs of windows were played. */
export function ratioByPairs({ objective, limit, points }: RatioStory): Markup {
  const last = points.at(-1);
  if (!last || points.length < 2) return nothing;
  const first = points[0]?.pairs ?? 1;
  const x = exactly([Math.min(first, last.pairs - 1), last.pairs], across);
  const { scale: y, isLog } = ratioScale(points, limit);
  return figure({
    title: 'The ratio, as pairs of windows came in',
    caption: `${objective}. The judge looked where a dot is; between them the figure is only drawn. Intervals wider than the chart are cut off.`,
    chart: plot({
      label: 'Line chart of the ratio and its interval after each number of pairs, with the limit',
      x: { scale: x, ticks: x.ticks(6).filter(Number.isInteger), label: 'pairs of windows played' },
      y: { scale: y, ticks: ticksOf(y, isLog), label: 'attack ÷ rest' },
      marks: marksOf(points, { x, y, limit }),
    }),
    legend: [
      { shape: 'line-measured', means: 'measured' },
      { shape: 'interval', means: 'interval' },
      { shape: 'dot-measured', means: 'look' },
      { shape: 'limit', means: limit === null ? 'limit' : `limit ${amount(limit)}` },
    ],
    table: foldedTable({
      caption: 'the ratio after each number of pairs',
      columns: [
        { head: 'Pairs', cell: ({ pairs }) => pairs },
        { head: 'Measured', cell: ({ measured }) => figureCell(measured), isFigure: true },
        { head: 'Low', cell: ({ interval }) => figureCell(interval?.low ?? null), isFigure: true },
        { head: 'High', cell: ({ interval }) => figureCell(interval?.high ?? null), isFigure: true },
        { head: 'Look', cell: ({ isLook }) => (isLook ? 'yes' : 'no') },
      ],
      rows: points,
    }),
  });
}

/** Wide enough for every look; what a few pairs say in between may be wider than anybody wants to see. */
function ratioScale(points: readonly RatioPoint[], limit: number | null): ReturnType<typeof sizeScale> {
  const seen = points.filter(({ isLook }, place) => isLook || place === points.length - 1);
  const values = [
    1,
    ...(limit === null ? [] : [limit]),
    ...points.map(({ measured }) => measured),
    ...seen.flatMap(({ interval }) => (interval ? [interval.low, interval.high] : [])),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && high / low > 8) return sizeScale(values, upwards);
  const room = (high - low) * 0.08;
  return { scale: linear([low - room, high + room], upwards), isLog: false };
}

interface Scales {
  x: Scale;
  y: Scale;
  limit: number | null;
}

function marksOf(points: readonly RatioPoint[], { x, y, limit }: Scales): Markup[] {
  const known = points.filter(({ interval }) => interval !== undefined);
  const band = areaOf<RatioPoint>()
    .x(({ pairs }) => x(pairs))
    .y0(({ interval }) => y(interval?.low ?? 0))
    .y1(({ interval }) => y(interval?.high ?? 0))
    .digits(1);
  const measured = line<RatioPoint>()
    .x(({ pairs }) => x(pairs))
    .y((point) => y(point.measured))
    .digits(1);
  return [
    html`<path class="interval" d="${band(known) ?? ''}" />`,
    html`<path class="one" d="M${across[0]} ${round(y(1))}H${across[1]}" />`,
    limit === null ? nothing : html`<path class="limit" d="M${across[0]} ${round(y(limit))}H${across[1]}" />`,
    html`<path class="line-measured" d="${measured(points) ?? ''}" />`,
    dots(
      points.filter(({ isLook }) => isLook).map((point) => [x(point.pairs), y(point.measured)]),
      'dot-measured',
    ),
  ];
}
