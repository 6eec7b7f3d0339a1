import type { Story, WindowAttack, WindowStory } from '../../../model/story.ts';
import { amount } from '../../figures.ts';
import { foldedTable } from '../data-table.ts';
import { figureCell } from '../figure-words.ts';
import { html, nothing, type Markup } from '../markup.ts';
import { figure } from './figure.ts';
import { across, boxes, plot, round, upwards, type Box } from './plot.ts';
import { exactly, linear, type Scale } from './scales.ts';

interface AttackWindow {
  window: WindowStory;
  attack: WindowAttack;
  seconds: number;
}

const parts = ['admitted', 'refused', 'failed', 'neverStarted'] as const;
const shapes = {
  admitted: 'admitted',
  refused: 'refused',
  failed: 'failed',
  neverStarted: 'unstarted',
} as const;
const words = {
  admitted: 'admitted',
  refused: 'refused with 429',
  failed: 'failed otherwise',
  neverStarted: 'never started by k6',
} as const;

/** What the aggressor offered in each attack window, and what became of it, beside what it was promised. */
export function attackByWindow({ windows, promisedRps, aggressor }: Story): Markup {
  const attacks = windows.flatMap((window): AttackWindow[] =>
    window.attack
      ? [{ window, attack: window.attack, seconds: window.toSeconds - window.measureFromSeconds }]
      : [],
  );
  if (attacks.length === 0) return nothing;
  const most = Math.max(promisedRps, ...attacks.map(({ attack, seconds }) => attack.offered / seconds));
  const x = exactly([0, attacks.length], across);
  const y = linear([0, most * 1.05], upwards);
  const seen = parts.filter((part) => attacks.some(({ attack }) => attack[part] > 0));
  const every = Math.ceil(attacks.length / 8);
  return figure({
    title: 'What the aggressor offered, and what became of it',
    caption: `${aggressor}, in the part of each attack window that counts.`,
    chart: plot({
      label:
        'Stacked bars of the requests that the aggressor offered in each attack window, by what became of them',
      x: {
        scale: x,
        ticks: attacks.flatMap((_, place) => (place % every === 0 ? [place + 0.5] : [])),
        label: 'pair of windows',
        word: (at) => String(attacks[Math.floor(at)]?.window.pair ?? ''),
      },
      y: { scale: y, ticks: y.ticks(5), label: 'requests per second' },
      marks: [...bars(attacks, { x, y }), promise(promisedRps, y)],
    }),
    legend: [
      ...seen.map((part) => ({ shape: shapes[part], means: words[part] })),
      { shape: 'limit', means: `promised ${amount(promisedRps)} per second` },
    ],
    table: foldedTable({
      caption: 'requests of the aggressor in each attack window',
      columns: [
        { head: 'Pair', cell: ({ window }) => window.pair },
        { head: 'Offered', cell: ({ attack }) => figureCell(attack.offered), isFigure: true },
        { head: 'Admitted', cell: ({ attack }) => figureCell(attack.admitted), isFigure: true },
        { head: 'Refused', cell: ({ attack }) => figureCell(attack.refused), isFigure: true },
        { head: 'Failed', cell: ({ attack }) => figureCell(attack.failed), isFigure: true },
        { head: 'Never started', cell: ({ attack }) => figureCell(attack.neverStarted), isFigure: true },
      ],
      rows: attacks,
    }),
  });
}

/** One path for each part, over all windows; each part stands on those before it. */
const bars = (attacks: readonly AttackWindow[], { x, y }: { x: Scale; y: Scale }): Markup[] =>
  parts.map((part, above) =>
    boxes(
      attacks.flatMap(({ attack, seconds }, place): Box[] => {
        const below = parts.slice(0, above).reduce((sum, other) => sum + attack[other], 0);
        const [bottom, top] = [y(below / seconds), y((below + attack[part]) / seconds)];
        return attack[part] === 0 ? [] : [{ from: x(place + 0.12), to: x(place + 0.88), bottom, top }];
      }),
      shapes[part],
    ),
  );

const promise = (promisedRps: number, y: Scale): Markup =>
  html`<path class="limit" d="M${across[0]} ${round(y(promisedRps))}H${across[1]}" />`;
