import type { PastRun } from '../../model/history.ts';
import { isOutside } from '../../model/outside.ts';
import { overallStatus } from '../conclusion.ts';
import { duration } from '../figures.ts';
import { badge } from '../html/badge.ts';
import { dataTable } from '../html/data-table.ts';
import { html, nothing, type Markup } from '../html/markup.ts';
import { addition } from '../not-exercised.ts';
import { placeKind } from '../place-words.ts';

/** Runs that are shown at once; older ones are folded, so that trends are not far below. */
const mostShown = 20;

/** One row for each run, with a link to its page. */
export const runList = (runs: readonly PastRun[]): Markup =>
  html`<section aria-labelledby="runs">
    <h2 id="runs">Runs</h2>
    ${runTable('The newest runs', runs.slice(0, mostShown))}
    ${
      runs.length > mostShown
        ? html`<details>
            <summary>Older runs (${runs.length - mostShown})</summary>
            ${runTable('Older runs', runs.slice(mostShown))}
          </details>`
        : nothing
    }
  </section>`;

const runTable = (caption: string, runs: readonly PastRun[]): Markup =>
  dataTable<PastRun>({
    caption,
    columns: [
      { head: 'Run', cell: linkTo },
      { head: 'Verdict', cell: badgeOf },
      { head: 'Held', cell: ({ summary }) => summary.held, isFigure: true },
      { head: 'Breached', cell: ({ summary }) => summary.breached, isFigure: true },
      { head: 'Inconclusive', cell: ({ summary }) => summary.inconclusive, isFigure: true },
      { head: 'Not verified', cell: ({ summary }) => summary.notVerified, isFigure: true },
      { head: 'Caught', cell: controlsOf, isFigure: true },
      { head: 'Profile', cell: ({ run }) => run.profile },
      { head: 'Played on', cell: ({ run }) => placeKind(run), onlyWhereWide: true },
      { head: 'Took', cell: (run) => html`<span class="short">${tookOf(run)}</span>`, onlyWhereWide: true },
    ],
    rows: runs,
  });

/** The folder's name is escaped as a part of an address, and cannot be one of its own. */
function linkTo({ folder, run, hasPage }: PastRun): Markup {
  const started = `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return hasPage
    ? html`<a href="./${encodeURIComponent(folder)}/report.html">${started}</a><br /><small>${folder}</small>`
    : html`${started}<br /><small>${folder}</small>`;
}

function badgeOf({ run, summary }: PastRun): Markup {
  const status = overallStatus({ run, summary });
  return badge(status, addition(status, run));
}

function controlsOf({ run, summary }: PastRun): string {
  if (isOutside(run)) return 'not exercised';
  const { controlsCaught, controlsMissed, controlsNotPlayed = 0 } = summary;
  return `${controlsCaught} of ${controlsCaught + controlsMissed + controlsNotPlayed}`;
}

const tookOf = ({ run: { startedAt, endedAt, endedEarly } }: PastRun): string =>
  `${duration(Date.parse(endedAt) - Date.parse(startedAt))}${endedEarly === undefined ? '' : ', ended early'}`;
