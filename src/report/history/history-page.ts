import type { PastRun } from '../../model/history.ts';
import { headingWords, overallStatus, sentence } from '../conclusion.ts';
import { pageOf } from '../html/document.ts';
import { html, nothing, type Markup } from '../html/markup.ts';
import { statusMarks } from '../status-mark.ts';
import { runList } from './run-list.ts';
import { trendsOf } from './trends-of.ts';
import { trendFigure } from './trend-figure.ts';

export interface History {
  /** Newest first. */
  runs: readonly PastRun[];
  /** One line for each folder that could not be read. */
  leftOut: readonly string[];
}

/** `index.html`: all runs of a folder, and how each objective went. One file that asks for nothing else. */
export const historyPage = ({ runs, leftOut }: History): string =>
  pageOf(
    'History of tenantproof runs',
    html`<main>
      ${heading(runs)} ${runs.length > 0 ? runList(runs) : nothing} ${trendPart(runs)} ${leftOutPart(leftOut)}
    </main>`,
  );

function heading(runs: readonly PastRun[]): Markup {
  const [newest] = runs;
  if (!newest) {
    return html`<header class="not-verified">
      <p class="overline">tenantproof</p>
      <h1>No runs yet</h1>
      <p class="sentence">Play one with <code>tenantproof verify</code>.</p>
    </header>`;
  }
  const status = overallStatus(newest);
  const { symbol } = statusMarks[status];
  const amount = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  return html`<header class="${status}">
    <p class="overline">tenantproof · ${amount}</p>
    <h1><span aria-hidden="true">${symbol}</span> ${headingWords(status, newest.run)}</h1>
    <p class="sentence">
      The newest run, of ${newest.run.startedAt.slice(0, 10)}: ${sentence(status, newest.run)}
    </p>
  </header>`;
}

function trendPart(runs: readonly PastRun[]): Markup {
  const trends = trendsOf(runs);
  if (trends.length === 0) return nothing;
  return html`<section aria-labelledby="trends">
    <h2 id="trends">Trends</h2>
    <p class="question">
      What each objective measured, from run to run; the newest is at the right. Those that somebody must act
      upon come first.
    </p>
    <div class="charts">${trends.map((trend) => trendFigure(trend))}</div>
  </section>`;
}

const leftOutPart = (lines: readonly string[]): Markup =>
  lines.length === 0
    ? nothing
    : html`<section aria-labelledby="left-out">
        <h2 id="left-out">Left out</h2>
        <p>These folders have no report that can be read.</p>
        <ul>
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>
      </section>`;
