import type { RunToTell } from '../format.ts';
import { isOutside } from '../../model/outside.ts';
import type { Report, Status, Summary } from '../../model/report.ts';
import { headingWords, overallStatus, sentence } from '../conclusion.ts';
import { duration } from '../figures.ts';
import { notOurs } from '../not-exercised.ts';
import { statusMarks } from '../status-mark.ts';
import { html, type Markup } from './markup.ts';
import type { ScenarioStory } from './scenario-story.ts';
import { toDo } from './to-do.ts';
import { placeWords } from '../place-words.ts';

/** The verdict, what to do about it, and what was run; all that a reader must know who reads no further. */
export function firstScreen(run: RunToTell, scenarios: readonly ScenarioStory[]): Markup {
  const { report, remarks } = run;
  const status = overallStatus(report);
  const { symbol } = statusMarks[status];
  return html`<header class="${status}">
      <p class="overline">tenantproof · run ${report.run.id}</p>
      <h1><span aria-hidden="true">${symbol}</span> ${headingWords(status, report.run)}</h1>
      <p class="sentence">${headline(status, run)}</p>
      ${endedEarly(report.run.endedEarly)}
      ${remarks.map((remark) => html`<p class="note"><strong>Note</strong> ${remark}</p>`)} ${counts(report)}
    </header>
    ${toDo(run, scenarios)} ${facts(run)}`;
}

const headline = (status: Status, { report }: RunToTell): string =>
  report.verdicts.length === 0
    ? 'The run judged nothing: there is no verdict.'
    : sentence(status, report.run);

const endedEarly = (reason: string | undefined): Markup =>
  reason === undefined
    ? html``
    : html`<p class="note alarm">
        <strong>The run ended early</strong> ${reason} What had not been played by then is not decided, and
        none of it counts as a pass.
      </p>`;

const notPlayed = ({ controlsNotPlayed: amount = 0 }: Summary): [number, string, Status][] =>
  amount > 0 ? [[amount, 'not played', 'inconclusive']] : [];

function counts({ run, summary }: Report): Markup {
  const tiles: [number, string, Status][] = [
    [summary.held, 'held', 'held'],
    [summary.breached, 'breached', 'breached'],
    [summary.inconclusive, 'inconclusive', 'inconclusive'],
    [summary.notVerified, 'not verified', 'not-verified'],
  ];
  const controls: [number, string, Status][] = [
    [summary.controlsCaught, 'caught', 'held'],
    [summary.controlsMissed, 'missed', 'breached'],
    ...notPlayed(summary),
  ];
  return html`<div class="counts">
    <div>
      <h2 id="objectives">Objectives</h2>
      <dl>${tiles.map(tile)}</dl>
    </div>
    <div>
      <h2 id="controls">Negative controls</h2>
      ${isOutside(run) ? html`<p>Not exercised: ${notOurs}.</p>` : html`<dl>${controls.map(tile)}</dl>`}
    </div>
  </div>`;
}

const tile = ([amount, word, tone]: [number, string, Status]): Markup =>
  html`<div class="${amount === 0 ? 'none' : tone}">
    <dt>${word}</dt>
    <dd>${amount}</dd>
  </div>`;

const exitWords: Record<number, string> = {
  0: 'all held',
  20: 'inconclusive',
  21: 'the environment failed',
  22: 'something was left behind',
  99: 'an objective was breached',
  104: 'bad configuration',
  105: 'interrupted, cleaned up',
};

function facts({ report: { run }, exitCode }: RunToTell): Markup {
  const { profile, seed, tool, startedAt, endedAt } = run;
  const rows: [string, string][] = [
    ['Profile', profile],
    ['Seed', String(seed)],
    ['Played on', placeWords(run)],
    ['Started', `${startedAt.slice(0, 16).replace('T', ' ')} UTC`],
    ['Took', duration(Date.parse(endedAt) - Date.parse(startedAt))],
    ['Exit code', [String(exitCode), exitWords[exitCode]].filter((part) => part !== undefined).join(', ')],
    ['Version', tool.version],
  ];
  return html`<section aria-labelledby="facts">
    <h2 id="facts">The run</h2>
    <dl class="facts">
      ${rows.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
