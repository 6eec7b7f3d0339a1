import type { ControlFate } from '../../model/control-fate.ts';
import type { Status } from '../../model/report.ts';
import { fateMarks, statusMarks } from '../status-mark.ts';
import { html, type Markup } from './markup.ts';

/** A status by symbol, word and colour. */
export function badge(status: Status): Markup {
  const { symbol, word } = statusMarks[status];
  return mark({ symbol, word, tone: status });
}

/** What became of a negative control. */
export function controlBadge(fate: ControlFate): Markup {
  const { symbol, word } = fateMarks[fate];
  return mark({ symbol, word, tone: toneOf[fate] });
}

/** The status whose colours a fate has. */
export const toneOf: Record<ControlFate, Status> = {
  caught: 'held',
  missed: 'breached',
  'not-played': 'inconclusive',
};

const mark = ({ symbol, word, tone }: { symbol: string; word: string; tone: Status }): Markup =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${symbol}</span> ${word}</span>`;
