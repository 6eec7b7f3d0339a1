import type { Status } from '../../model/report.ts';
import { statusMarks } from '../status-mark.ts';
import { html, type Markup } from './markup.ts';

/** A status by symbol, word and colour. */
export function badge(status: Status): Markup {
  const { symbol, word } = statusMarks[status];
  return mark({ symbol, word, tone: status });
}

/** What became of a negative control. */
export const controlBadge = (caught: boolean): Markup =>
  caught
    ? mark({ symbol: '✔', word: 'CAUGHT', tone: 'held' })
    : mark({ symbol: '✘', word: 'MISSED', tone: 'breached' });

const mark = ({ symbol, word, tone }: { symbol: string; word: string; tone: Status }): Markup =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${symbol}</span> ${word}</span>`;
