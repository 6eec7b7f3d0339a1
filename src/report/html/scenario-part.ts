import { armPart } from './arm-part.ts';
import { badge } from './badge.ts';
import { controlCard, unexercisedCard } from './control-card.ts';
import { html, type Markup } from './markup.ts';
import { anchorOf, besideStatus, type ScenarioStory } from './scenario-story.ts';
import { verdictCard } from './verdict-card.ts';

/** One scenario: the question, every verdict, every control that was removed, and what happened. */
export function scenarioPart(scenario: ScenarioStory): Markup {
  const { id, text, status, verdicts, controls, unexercised, story } = scenario;
  const anchor = anchorOf(id);
  return html`<section class="scenario" aria-labelledby="${anchor}">
    <h2 id="${anchor}">${id} ${badge(status, besideStatus(scenario))}</h2>
    ${
      text
        ? html`<p class="question">${text.question}</p>
            <p class="control-name"><strong>Control under test</strong> ${text.control}</p>`
        : html``
    }
    <h3>${unexercised ? 'As the platform is' : 'With the control in place'}</h3>
    ${verdicts.map((verdict) => verdictCard(verdict))} ${story ? armPart(story) : html``}
    ${controls.length > 0 || unexercised ? html`<h3>With the control removed</h3>` : html``}
    ${unexercised ? unexercisedCard(unexercised) : html``}
    ${controls.map(
      (control) =>
        html`${controlCard(control)}
        ${
          control.story
            ? html`<details class="arm">
                <summary>What happened without the control (${control.weakness})</summary>
                ${armPart(control.story)}
              </details>`
            : html``
        }`,
    )}
  </section>`;
}

/** Scenarios of which nothing was tried, and why. */
export const untriedPart = (scenarios: readonly ScenarioStory[]): Markup =>
  scenarios.length === 0
    ? html``
    : html`<section aria-labelledby="not-verified">
        <h2 id="not-verified">Not verified here</h2>
        <p>Nothing was tried, and nothing is claimed.</p>
        <ul class="untried">
          ${scenarios.map(
            ({ id, text, verdicts }) =>
              html`<li id="${anchorOf(id)}">
                ${badge('not-verified')} <strong>${id}</strong> ${text?.question}<br />${verdicts[0]?.reason}
              </li>`,
          )}
        </ul>
      </section>`;
