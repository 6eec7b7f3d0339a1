import { line } from 'd3-shape';
import { momentError, type LatencyMoment, type Story, type WindowStory } from '../../../model/story.ts';
import { amount } from '../../figures.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { attackBands, bandLegend, takenOutFrames } from './attack-bands.ts';
import { figure } from './figure.ts';
import { across, dots, levels, plot, round, upwards } from './plot.ts';
import { exactly, sizeScale, ticksOf, type Scale } from './scales.ts';

/** The victim's latency from second to second and window by window, with the windows of the attack shaded. */
export function latencyOverTime({ windows, latency }: Story): Markup {
  const measured = windows.filter(({ victim }) => victim && victim.due > 0);
  const [first] = measured;
  const last = measured.at(-1);
  if (!first || !last) return nothing;
  const x = exactly([first.fromSeconds, last.toSeconds], across);
  const values = [
    ...latency.flatMap(({ latencyMsP50, latencyMsP99 }) => [latencyMsP50 ?? 0, latencyMsP99 ?? 0]),
    ...measured.flatMap(({ victim }) => [victim?.latencyMsP50 ?? 0, victim?.latencyMsP99 ?? 0]),
  ];
  const { scale: y, isLog } = sizeScale(values, upwards);
  const anyFailed = [
    ...latency.map(({ failed }) => failed),
    ...measured.map(({ victim }) => victim?.failed ?? 0),
  ];
  return figure({
    title: "The victim's latency over time",
    caption: captionOf(latency, windows),
    chart: plot({
      label: "Line chart of the victim's latency over time; the attack windows are shaded",
      x: { scale: x, ticks: x.ticks(6), label: 'seconds since the arm began' },
      y: { scale: y, ticks: ticksOf(y, isLog), label: 'latency in ms' },
      marks: [
        attackBands(windows, x),
        takenOutFrames(windows, x),
        ...momentMarks(latency, { x, y }),
        ...windowMarks(measured, { x, y }),
      ],
    }),
    legend: [
      bandLegend,
      { shape: 'line-median', means: 'median, each second' },
      { shape: 'dot-tail', means: 'p99, each second' },
      { shape: 'line-rest', means: 'p99 of a window at rest' },
      { shape: 'line-attack', means: 'p99 of an attack window' },
      ...(anyFailed.some((failed) => failed > 0) ? [{ shape: 'dot-failed', means: 'requests failed' }] : []),
      ...(windows.some(({ takenOut }) => takenOut.length > 0)
        ? [{ shape: 'taken-out', means: 'window does not count' }]
        : []),
    ],
    table: windowTable(windows),
  });
}

interface Scales {
  x: Scale;
  y: Scale;
}

const middleOf = ({ fromSeconds, toSeconds }: LatencyMoment): number => (fromSeconds + toSeconds) / 2;

function momentMarks(latency: readonly LatencyMoment[], { x, y }: Scales): Markup[] {
  const medians = line<LatencyMoment>()
    .defined(({ latencyMsP50 }) => latencyMsP50 !== null)
    .x((moment) => x(middleOf(moment)))
    .y(({ latencyMsP50 }) => y(latencyMsP50 ?? 0))
    .digits(1);
  const tails = latency.flatMap((moment): [number, number][] =>
    moment.latencyMsP99 === null ? [] : [[x(middleOf(moment)), y(moment.latencyMsP99)]],
  );
  const failed = latency.filter((moment) => moment.failed > 0);
  return [
    dots(tails, 'dot-tail'),
    html`<path class="line-median" d="${medians(latency) ?? ''}" />`,
    dots(
      failed.map((moment) => [x(middleOf(moment)), upwards[1]]),
      'dot-failed',
    ),
  ];
}

/** Bars at the height of the p99, as long as the part that counts; at the top if it falls on a failed request. */
const windowMarks = (windows: readonly WindowStory[], { x, y }: Scales): Markup[] =>
  (['baseline', 'attack'] as const).map((phase) =>
    levels(
      windows
        .filter((window) => window.phase === phase)
        .map(({ measureFromSeconds, toSeconds, victim }) => {
          const p99 = victim?.latencyMsP99 ?? null;
          return { from: x(measureFromSeconds), to: x(toSeconds), at: p99 === null ? upwards[1] : y(p99) };
        }),
      phase === 'attack' ? 'line-attack' : 'line-rest',
    ),
  );

function captionOf(latency: readonly LatencyMoment[], windows: readonly WindowStory[]): string {
  const [first] = latency;
  const seconds = first ? Math.round(first.toSeconds - first.fromSeconds) : 1;
  const each = seconds > 1 ? `Each point stands for ${seconds} s. ` : '';
  const out = windows.filter(({ takenOut }) => takenOut.length > 0).length;
  const left = out > 0 ? ` ${out} of ${windows.length} windows do not count.` : '';
  return `${each}Points are exact to ${amount(100 * momentError)} %, the p99 of a window to the microsecond.${left}`;
}

const windowTable = (windows: readonly WindowStory[]): Markup =>
  foldedTable({
    caption: "the victim's latency window by window",
    columns: [
      { head: 'Window', cell: ({ index }) => index },
      { head: 'Pair', cell: ({ pair }) => pair, isFigure: true },
      { head: 'Phase', cell: ({ phase }) => (phase === 'attack' ? 'attack' : 'at rest') },
      { head: 'From, s', cell: ({ fromSeconds }) => figureCell(round(fromSeconds)), isFigure: true },
      { head: 'Requests', cell: ({ victim }) => figureCell(victim?.due ?? null), isFigure: true },
      { head: 'Failed', cell: ({ victim }) => figureCell(victim?.failed ?? null), isFigure: true },
      {
        head: 'p50, ms',
        cell: ({ victim }) => figureCell(victim?.latencyMsP50 ?? null, 'failed'),
        isFigure: true,
      },
      {
        head: 'p99, ms',
        cell: ({ victim }) => figureCell(victim?.latencyMsP99 ?? null, 'failed'),
        isFigure: true,
      },
      {
        head: 'Counts',
        cell: ({ takenOut }) => (takenOut.length === 0 ? 'yes' : `no: ${takenOut.join('; ')}`),
      },
    ],
    rows: windows,
  });
