import { checkOf } from '../check-of.ts';
import { curveStep, line } from 'd3-shape';
import { figure } from '../html/charts/figure.ts';
import { across, area, dots, round } from '../html/charts/plot.ts';
import { exactly, linear, sizeScale, ticksOf, type Extent, type Scale } from '../html/charts/scales.ts';
import { foldedTable } from '../html/data-table.ts';
import { figureCell } from '../html/figure-words.ts';
import { amount } from '../figures.ts';
import { statusWords } from '../not-exercised.ts';
import { html, type Markup } from '../html/markup.ts';
import type { Trend, TrendPoint } from './trends-of.ts';

const height = 170;
const upwards: Extent = [height - 30, 10];

/** What an objective measured from run to run, with its interval and limit. */
export function trendFigure({ id, scenario, objective, unit, endpoint, points, older }: Trend): Markup {
  const x = exactly([-0.5, points.length - 0.5], across);
  const { scale: y, isLog } = trendScale(points);
  return figure({
    title: `${scenario}: ${checkOf({ id })}${endpoint === undefined ? '' : ` at ${endpoint}`}`,
    caption: `${objective}${unit === '' ? '' : `; in ${unit}`}.${older > 0 ? ` The newest ${points.length} of ${points.length + older} runs.` : ''}`,
    chart: html`<svg
      class="chart"
      viewBox="0 0 ${area.width} ${height}"
      role="img"
      aria-label="${`Line chart of what ${id} measured over ${points.length} runs`}"
    >
      ${ticksOf(y, isLog, 4).map((value) => {
        const at = round(y(value));
        return html`<path class="grid" d="M${across[0]} ${at}H${across[1]}" /><text
            x="${across[0] - 6}"
            y="${at}"
            dy=".32em"
            text-anchor="end"
            >${amount(value)}</text
          >`;
      })}
      ${marksOf(points, { x, y })} ${dates(points)}
    </svg>`,
    legend: legendOf(points),
    table: trendTable(id, points),
  });
}

const statusShapes = {
  held: 'dot-held',
  breached: 'dot-breached',
  inconclusive: 'dot-open',
  'not-verified': 'dot-open',
} as const;
const shapeWords = [
  ['dot-held', 'held'],
  ['dot-breached', 'breached'],
  ['dot-open', 'inconclusive'],
] as const;

const legendOf = (points: readonly TrendPoint[]) => [
  { shape: 'line-measured', means: 'measured' },
  ...(points.some(({ interval }) => interval) ? [{ shape: 'whisker', means: 'interval' }] : []),
  { shape: 'limit', means: 'limit' },
  ...shapeWords
    .filter(([shape]) => points.some(({ status }) => statusShapes[status] === shape))
    .map(([shape, means]) => ({ shape, means })),
];

function trendScale(points: readonly TrendPoint[]): ReturnType<typeof sizeScale> {
  const values = points.flatMap(({ measured, interval, limit }) => [
    measured,
    ...(interval ? [interval.low, interval.high] : []),
    ...(limit === null ? [] : [limit]),
  ]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && high / low > 8) return sizeScale(values, upwards);
  // Of figures that are all the same, as much again to either side.
  const room = high > low ? (high - low) * 0.08 : Math.max(1, Math.abs(high));
  return {
    scale: linear([low < 0 ? low - room : Math.max(0, low - room), high + room], upwards),
    isLog: false,
  };
}

function marksOf(points: readonly TrendPoint[], { x, y }: { x: Scale; y: Scale }): Markup[] {
  const places = points.map((point, place) => ({ ...point, place }));
  const measured = line<(typeof places)[number]>()
    .x(({ place }) => x(place))
    .y((point) => y(point.measured))
    .digits(1);
  const limits = line<(typeof places)[number]>()
    .defined(({ limit }) => limit !== null)
    .x(({ place }) => x(place))
    .y(({ limit }) => y(limit ?? 0))
    .curve(curveStep)
    .digits(1);
  const whiskers = places
    .flatMap(({ interval, place }) =>
      interval ? [`M${round(x(place))} ${round(y(interval.low))}V${round(y(interval.high))}`] : [],
    )
    .join('');
  return [
    html`<path class="whisker" d="${whiskers}" />`,
    html`<path class="limit" d="${limits(places) ?? ''}" />`,
    html`<path class="line-measured" d="${measured(places) ?? ''}" />`,
    ...shapeWords.map(([shape]) =>
      dots(
        places
          .filter(({ status }) => statusShapes[status] === shape)
          .map((point) => [x(point.place), y(point.measured)]),
        shape,
      ),
    ),
  ];
}

function dates(points: readonly TrendPoint[]): Markup {
  const day = (point: TrendPoint | undefined): string => point?.startedAt.slice(0, 10) ?? '';
  return html`<text x="${across[0]}" y="${height - 8}">${day(points[0])}</text
    ><text x="${across[1]}" y="${height - 8}" text-anchor="end">${day(points.at(-1))}</text>`;
}

/** Rows of a table; older ones are in the reports of their runs. */
const mostRows = 30;

const trendTable = (id: string, points: readonly TrendPoint[]): Markup =>
  foldedTable<TrendPoint>({
    caption: `${id} from run to run${points.length > mostRows ? `, the newest ${mostRows}` : ''}`,
    columns: [
      { head: 'Run of', cell: ({ startedAt }) => startedAt.slice(0, 16).replace('T', ' ') },
      { head: 'Verdict', cell: statusWords },
      { head: 'Measured', cell: ({ measured }) => figureCell(measured), isFigure: true },
      { head: 'Low', cell: ({ interval }) => figureCell(interval?.low ?? null), isFigure: true },
      { head: 'High', cell: ({ interval }) => figureCell(interval?.high ?? null), isFigure: true },
      { head: 'Limit', cell: ({ limit }) => figureCell(limit, 'none'), isFigure: true },
      { head: 'Profile', cell: ({ profile }) => profile },
    ],
    rows: points.slice(-mostRows),
  });
