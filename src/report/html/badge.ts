import type { ControlFate } from '../../model/control-fate.ts';
import type { Status, Verdict } from '../../model/report.ts';
import { notExercised } from '../not-exercised.ts';
import { fateMarks, notExercisedMark, statusMarks } from '../status-mark.ts';
import { html, type Markup, type Part } from './markup.ts';

/** A status by symbol, word and colour, and what must be said beside it. */
export function badge(status: Status, beside?: string): Markup {
  const { symbol, word } = statusMarks[status];
  return beside === undefined
    ? mark({ symbol, word, tone: status })
    : mark({ symbol, word: html`${word}, <span class="beside">${beside}</span>`, tone: status });
}

/** The same of a verdict. */
export const verdictBadge = ({ status, control }: Pick<Verdict, 'status' | 'control'>): Markup =>
  badge(status, control === undefined ? undefined : notExercised);

/** Of a control that nobody could remove. */
export function notExercisedBadge(): Markup {
  const { symbol, word } = notExercisedMark;
  return mark({ symbol, word, tone: 'not-verified' });
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

const mark = ({ symbol, word, tone }: { symbol: string; word: Part; tone: Status }): Markup =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${symbol}</span> ${word}</span>`;
