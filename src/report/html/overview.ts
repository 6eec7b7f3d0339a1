import type { ControlFate } from '../../model/control-fate.ts';
import type { Status } from '../../model/report.ts';
import { badge, controlBadge } from './badge.ts';
import { dataTable } from './data-table.ts';
import { html, type Markup } from './markup.ts';
import { anchorOf, besideStatus, type ScenarioStory } from './scenario-story.ts';

/** Every scenario in one line, those that need somebody first. */
export const overview = (scenarios: readonly ScenarioStory[]): Markup =>
  html`<section aria-labelledby="overview">
    <h2 id="overview">Scenarios</h2>
    ${dataTable({
      caption: 'Every scenario of the run, the gravest first',
      columns: [
        { head: 'Scenario', cell: ({ id }) => html`<a href="#${anchorOf(id)}">${id}</a>` },
        { head: 'Verdict', cell: (scenario) => badge(scenario.status, besideStatus(scenario)) },
        { head: 'Objectives', cell: objectivesOf },
        { head: 'Control removed', cell: controlsOf },
        { head: 'Control', cell: ({ text }) => text?.control, onlyWhereWide: true },
      ],
      rows: scenarios,
    })}
  </section>`;

const words: Record<Status, string> = {
  breached: 'breached',
  inconclusive: 'inconclusive',
  held: 'held',
  'not-verified': 'not verified',
};

function objectivesOf({ verdicts }: ScenarioStory): string {
  const amounts = Object.entries(words).flatMap(([status, word]) => {
    const amount = verdicts.filter((verdict) => verdict.status === status).length;
    return amount === 0 ? [] : [`${amount} ${word}`];
  });
  return amounts.join(', ');
}

function controlsOf({ controls, unexercised }: ScenarioStory): Markup | string {
  if (unexercised) return 'not exercised';
  if (controls.length === 0) return 'not played';
  const ofFate = (wanted: ControlFate): number => controls.filter(({ fate }) => fate === wanted).length;
  const worst = (['missed', 'not-played'] as const).find((fate) => ofFate(fate) > 0);
  if (worst === undefined) return html`${controlBadge('caught')} ${controls.length}`;
  return html`${controlBadge(worst)} ${ofFate(worst)} of ${controls.length}`;
}
