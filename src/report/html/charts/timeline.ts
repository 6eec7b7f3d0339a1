import type { Story, StoryEvent } from '../../../model/story.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { attackBands, bandLegend } from './attack-bands.ts';
import { figure } from './figure.ts';
import { across, area, dots, round } from './plot.ts';
import { exactly, type Scale } from './scales.ts';

const laneHeight = 26;
const top = 8;
const lanes = [
  { name: 'stack', kinds: ['applied', 'arm'] },
  { name: 'attack', kinds: ['attack'] },
  { name: 'looks', kinds: ['look'] },
  { name: 'seen', kinds: ['seen'] },
  { name: 'lost', kinds: ['fault'] },
] as const;

const kindWords: Record<StoryEvent['kind'], string> = {
  arm: 'arm',
  applied: 'applied',
  attack: 'attack',
  look: 'look',
  seen: 'seen',
  fault: 'lost',
};

/** What was applied, played, looked at and lost, in its order. */
export function timeline({ events, windows, seconds }: Story): Markup {
  if (events.length === 0) return nothing;
  const x = exactly([0, seconds], across);
  const used = lanes
    .map((lane) => ({ ...lane, events: events.filter(({ kind }) => lane.kinds.some((of) => of === kind)) }))
    .filter((lane) => lane.events.length > 0);
  const bottom = top + used.length * laneHeight;
  return figure({
    title: 'Timeline',
    caption: 'What was applied, played, looked at and lost; the table has each by name.',
    chart: html`<svg
      class="chart"
      viewBox="0 0 ${area.width} ${bottom + 40}"
      role="img"
      aria-label="Timeline of the events of the arm"
    >
      ${attackBands(windows, x, [bottom, top])}
      ${used.map((lane, place) => {
        const middle = top + (place + 0.5) * laneHeight;
        return html`<path class="grid" d="M${across[0]} ${middle}H${across[1]}" /><text
            x="${across[0] - 6}"
            y="${middle}"
            dy=".32em"
            text-anchor="end"
            >${lane.name}</text
          >${marksOf(lane.events, x, middle)}`;
      })}
      <path class="axis" d="M${across[0]} ${bottom}H${across[1]}" />
      ${x.ticks(6).map((value) => html`<text x="${round(x(value))}" y="${bottom + 15}" text-anchor="middle">${value}</text>`)}
      <text class="name" x="${(across[0] + across[1]) / 2}" y="${bottom + 34}" text-anchor="middle">
        seconds since the arm began
      </text>
    </svg>`,
    legend: windows.some(({ phase }) => phase === 'attack') ? [bandLegend] : [],
    table: foldedTable({
      caption: 'events in order',
      columns: [
        { head: 'Second', cell: ({ atSeconds }) => figureCell(round(atSeconds)) },
        {
          head: 'Until',
          cell: ({ untilSeconds }) => (untilSeconds === undefined ? '' : figureCell(round(untilSeconds))),
          isFigure: true,
        },
        { head: 'Kind', cell: ({ kind }) => kindWords[kind] },
        { head: 'What', cell: ({ what }) => what },
      ],
      rows: events,
    }),
  });
}

function marksOf(events: readonly StoryEvent[], x: Scale, middle: number): Markup[] {
  const points = events.filter(({ untilSeconds }) => untilSeconds === undefined);
  const kind = events[0]?.kind ?? 'seen';
  return [
    ...events.flatMap(({ atSeconds, untilSeconds }) =>
      untilSeconds === undefined
        ? []
        : [
            html`<path
              class="span-${kind === 'attack' ? 'attack' : 'seen'}"
              d="M${round(x(atSeconds))} ${middle}H${round(Math.max(x(untilSeconds), x(atSeconds) + 1))}"
            />`,
          ],
    ),
    dots(
      points.map(({ atSeconds }) => [x(atSeconds), middle]),
      kind === 'fault' ? 'dot-failed' : 'dot-measured',
    ),
  ];
}
