import { isOutside } from '../../model/outside.ts';
import type { Report, Verdict } from '../../model/report.ts';
import { playAgainCommand, reproduceCommand } from '../../model/reproduce-command.ts';
import type { RunToTell } from '../format.ts';
import { untried } from '../conclusion.ts';
import { notExercised } from '../not-exercised.ts';
import { badge, controlBadge } from './badge.ts';
import { html, type Markup } from './markup.ts';
import { withCode } from './with-code.ts';
import { anchorOf, type ScenarioStory } from './scenario-story.ts';

const mostListed = 6;
const leftBehind = 22;

/** What a reader should do now, the gravest first. */
export function toDo(run: RunToTell, scenarios: readonly ScenarioStory[]): Markup {
  const todo = [
    ...leftovers(run),
    ...breaches(run),
    ...missed(scenarios),
    ...endedEarly(run),
    ...undecided(run, scenarios),
  ];
  const more = todo.length - mostListed;
  const items = [
    ...todo.slice(0, mostListed),
    ...(more > 0 ? [html`<li>${more} more: see below.</li>`] : []),
    ...notTested(run),
  ];
  return html`<section aria-labelledby="to-do">
    <h2 id="to-do">What to do</h2>
    ${
      items.length === 0
        ? html`<p>${nothingToDo(run)}</p>`
        : html`<ol class="to-do">
            ${items}
          </ol>`
    }
  </section>`;
}

function nothingToDo({ report: { summary, run } }: RunToTell): string {
  if (summary.held === 0) return 'Play it again: this run showed nothing.';
  const controls =
    summary.controlsCaught > 0 ? ', and with each control removed its checks broke, as they must' : '';
  const beside = isOutside(run)
    ? `, ${notExercised}: whether its checks would break was not seen there`
    : controls;
  return `Nothing. Every objective held${beside}. The same plan again: seed ${run.seed}.`;
}

const leftovers = ({ exitCode }: RunToTell): Markup[] =>
  exitCode === leftBehind
    ? [html`<li>Remove what the run left behind: <code>tenantproof down</code></li>`]
    : [];

const endedEarly = ({ report: { run }, plan }: RunToTell): Markup[] =>
  run.endedEarly === undefined
    ? []
    : [
        html`<li>
          <strong>Play it again</strong>, since it ended before everything was played:
          <code>${playAgainCommand(plan)}</code>
        </li>`,
      ];

const breaches = ({ report }: RunToTell): Markup[] =>
  report.verdicts
    .filter(({ arm, status }) => arm === 'protected' && status === 'breached')
    .map(
      (verdict) =>
        html`<li>${badge('breached')} ${linkTo(verdict.scenario)}: ${verdict.reason}${cure(verdict)}</li>`,
    );

const cure = ({ blame }: Verdict): Markup =>
  blame
    ? html`<br /><strong>Mend</strong> ${blame.control}: ${withCode(blame.fix)}<br /><strong>Check</strong>
        <code>${blame.reproduce}</code>`
    : html``;

const missed = (scenarios: readonly ScenarioStory[]): Markup[] =>
  scenarios.flatMap(({ id, controls }) =>
    controls
      .filter(({ fate }) => fate === 'missed')
      .map(
        ({ weakness, removes = weakness }) =>
          html`<li>
            ${controlBadge('missed')} ${linkTo(id)}: without the control (${removes}) it did not break, so
            that what held there is not believed.<br /><strong>Find out</strong> whether another control hides
            it, or the attack is too weak.
          </li>`,
      ),
  );

/** One line for each scenario; what a missed control explains is said already. */
const undecided = ({ plan }: RunToTell, scenarios: readonly ScenarioStory[]): Markup[] =>
  scenarios
    .filter(({ controls }) => controls.every(({ fate }) => fate !== 'missed'))
    .flatMap(({ id, verdicts }) => {
      const open = verdicts.filter(({ status }) => status === 'inconclusive');
      const [first] = open;
      if (!first) return [];
      const others = open.length > 1 ? ` (and ${open.length - 1} more)` : '';
      return [
        html`<li>
          ${badge('inconclusive')} ${linkTo(id)}: ${first.reason}${others}<br /><strong>Play it again</strong>
          <code>${reproduceCommand(id, plan)}</code>
        </li>`,
      ];
    });

function notTested({ report }: RunToTell): Markup[] {
  const left = untried(report);
  if (left.size === 0) return notAsked(report);
  const [reason] = left.values();
  const what = left.size === 1 ? '1 scenario was' : `${left.size} scenarios were`;
  return [
    html`<li>
      ${badge('not-verified')} ${what} not tried, which is no pass:
      ${reason}${left.size > 1 ? ', and others' : ''}. <a href="#not-verified">Which</a>
    </li>`,
    ...notAsked(report),
  ];
}

/** Objectives of scenarios that were played, which could not be asked about. */
function notAsked(report: Report): Markup[] {
  const left = untried(report);
  const open = report.verdicts.filter(
    ({ scenario, status }) => status === 'not-verified' && !left.has(scenario),
  );
  const [first] = open;
  if (!first) return [];
  const what = open.length === 1 ? '1 objective was' : `${open.length} objectives were`;
  return [
    html`<li>
      ${badge('not-verified')} ${what} not asked about in what was played, which is no pass:
      ${linkTo(first.scenario)} ${first.reason}${open.length > 1 ? ', and others' : ''}.
    </li>`,
  ];
}

const linkTo = (scenario: string): Markup => html`<a href="#${anchorOf(scenario)}">${scenario}</a>`;
