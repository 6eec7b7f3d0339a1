import type { LiveAttack, LiveFigures, LiveRatio, LiveWindow } from '../../model/live-figures.ts';
import type { Phase } from '../../model/plan.ts';
import { amount, duration } from '../figures.ts';
import type { Page } from '../page.ts';
import { plainText } from '../plain-text.ts';
import { fitted, type Part } from './fitted.ts';
import { sparkline } from './sparkline.ts';

/** An arm that is being played, as far as a person who watches wants to know. */
export interface LiveState {
  /** Of how many arms this is which, from 1. */
  arm: number;
  arms: number;
  scenario: string;
  /** What was taken away; absent where the control is in place. */
  removed?: string;
  /** Absent of a single shot. */
  stage?: 'preparing' | 'warming up' | Phase;
  /** Of an arm that is played in pairs of windows. */
  pairs?: { now: number; atMost: number };
  /** Absent before the first window has been counted up. */
  figures?: LiveFigures;
  elapsedSeconds: number;
  /** Of what the plan measures, if no arm is decided before its last look. */
  leftAtMostSeconds: number;
}

/**
 * An arm in a few lines, none wider than the page: always as many for the same arm, so that nothing moves. Where there is
 * little room, figures are left out whole.
 */
export function liveLines(state: LiveState, page: Page): string[] {
  const room = page.width - margin('').length;
  const { figures, pairs } = state;
  const rows: readonly Row[] = [
    ...(pairs
      ? ([
          ['ratio', ratioParts(figures)],
          ['p99', percentileParts(figures?.windows ?? [], room)],
          ['attack', attackParts(figures?.attack)],
        ] as const)
      : []),
    ['time', timeParts(state)],
  ];
  return [
    fitted(titleParts(state, page), page.width),
    ...rows.map(([label, parts]) => `${page.chalk.dim(margin(label))}${fitted(parts, room)}`),
  ];
}

type Row = readonly [label: string, parts: readonly Part[]];

const margin = (label: string): string => `  ${label.padEnd(8)}`;

const titleParts = ({ arm, arms, scenario, removed, stage, pairs }: LiveState, { chalk }: Page): Part[] => [
  { text: `[${arm}/${arms}] ${plainText(scenario)}`, paint: chalk.bold },
  { text: removed === undefined ? 'control in place' : 'control removed', dispensable: 2 },
  { text: plainText(removed ?? ''), dispensable: 4 },
  ...(pairs
    ? [
        {
          text: `pair ${pairs.now} of at most ${pairs.atMost}`,
          short: `pair ${pairs.now}/${pairs.atMost}`,
          dispensable: 1,
        },
      ]
    : []),
  { text: stage ?? '', dispensable: 3 },
];

const nothingYet: readonly Part[] = [{ text: '–' }];

function ratioParts(figures: LiveFigures | undefined): readonly Part[] {
  if (!figures?.ratio) return nothingYet;
  const { ratio, pairs } = figures;
  const counted = pairs.played - pairs.takenOut;
  return [
    { text: amount(ratio.value) },
    intervalPart(ratio),
    { text: `limit ${amount(ratio.limit)}`, dispensable: 1 },
    { text: `${counted} ${counted === 1 ? 'pair' : 'pairs'}`, dispensable: 2 },
    ...(pairs.takenOut === 0
      ? []
      : [
          {
            text: `${pairs.takenOut} disturbed, not counted`,
            short: `${pairs.takenOut} disturbed`,
            dispensable: 3,
          },
        ]),
  ];
}

function intervalPart({ interval }: LiveRatio): Part {
  if (!interval) return { text: 'no interval yet', dispensable: 4 };
  const short = `interval ${amount(interval.low)} to ${amount(interval.high)}`;
  return { text: `${amount(100 * interval.confidence)} % ${short}`, short };
}

/** At rest and under attack on one scale, so that the two can be compared at a glance. */
function percentileParts(windows: readonly LiveWindow[], room: number): readonly Part[] {
  if (windows.length === 0) return nothingYet;
  const [rest, attack] = [seriesOf(windows, 'baseline'), seriesOf(windows, 'attack')];
  const levels = [levelOf('at rest', rest), levelOf('under attack', attack)];
  const roomOfEach = Math.floor((room - levels.join('   ').length - 2) / 2);
  const top = Math.max(...windows.map(({ p99Ms }) => p99Ms ?? 0));
  const partOf = (level: string, series: Series): Part => {
    const bars = roomOfEach < fewestBars ? '' : ` ${sparkline(series.slice(-roomOfEach), top)}`;
    return { text: series.length === 0 ? '' : `${level}${bars}` };
  };
  return [{ ...partOf(levels[0] ?? '', rest), dispensable: 1 }, partOf(levels[1] ?? '', attack)];
}

/** Fewer than these show no course of things. */
const fewestBars = 4;

type Series = readonly (number | null)[];

const seriesOf = (windows: readonly LiveWindow[], wanted: Phase): Series =>
  windows.filter(({ phase }) => phase === wanted).map(({ p99Ms }) => p99Ms);

function levelOf(words: string, series: Series): string {
  const now = series.at(-1);
  if (now === undefined) return '';
  return `${words} ${now === null ? 'failed' : `${amount(now)} ms`}`;
}

function attackParts(attack: LiveAttack | undefined): readonly Part[] {
  if (!attack) return nothingYet;
  switch (attack.kind) {
    case 'requests':
      return [
        { text: `${amount(attack.rateRps)} requests/s` },
        {
          text: `${amount(100 * attack.refusedShare)} % got 429`,
          short: `${amount(100 * attack.refusedShare)} % 429`,
        },
      ];
    case 'containers':
      return [
        { text: `${attack.ended} ${attack.ended === 1 ? 'container' : 'containers'} ended` },
        { text: `${attack.outOfMemory} killed for memory` },
      ];
  }
}

const timeParts = ({ elapsedSeconds, leftAtMostSeconds }: LiveState): readonly Part[] => [
  { text: duration(1000 * elapsedSeconds), dispensable: 1 },
  { text: `at most ${duration(1000 * leftAtMostSeconds)} left` },
  { text: 'set-up not counted', dispensable: 2 },
];
