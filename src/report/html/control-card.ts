import type { ControlFate } from '../../model/control-fate.ts';
import type { Verdict } from '../../model/report.ts';
import { controlBadge, notExercisedBadge, toneOf } from './badge.ts';
import { html, type Markup } from './markup.ts';
import { noneRemoved, notExercised, standInWords, type UnexercisedControl } from '../not-exercised.ts';
import type { RemovedControl } from '../removed-controls.ts';
import { figureList } from './verdict-card.ts';

/** What became of a control that was removed: it must break, or the checks cannot be believed. */
export const controlCard = ({ weakness, removes = weakness, verdicts, fate }: RemovedControl): Markup =>
  html`<article class="verdict control ${toneOf[fate]}">
    <h4>${controlBadge(fate)} Without the control: ${removes}</h4>
    <p class="reason">${leads[fate]}</p>
    ${verdicts.map((verdict) => seenIn(verdict))}
  </article>`;

/** That a control was not removed, and what stands for it. */
export const unexercisedCard = (control: UnexercisedControl): Markup =>
  html`<article class="verdict control not-verified">
    <h4>${notExercisedBadge()} ${noneRemoved}</h4>
    <p class="reason">
      So nobody has seen these checks break there, and what held is no more than
      <em>held, ${notExercised}</em>. ${standInWords(control)}.
    </p>
  </article>`;

const leads: Record<ControlFate, string> = {
  caught: 'It broke, as it must:',
  missed: "It was not seen to break, so that these checks can't be believed:",
  'not-played': 'This was not played, so that whether these checks see it is not known:',
};

const seenIn = (verdict: Verdict): Markup =>
  html`<div class="seen">
    <p><strong>${verdict.objective}</strong> was ${verdict.status}: ${verdict.reason}</p>
    ${figureList(verdict)}
    <details class="evidence">
      <summary>
        Evidence
        <span class="of">of ${verdict.id.split('/').slice(1).join(' ')}</span> (${verdict.evidence.length})
      </summary>
      <ul>
        ${verdict.evidence.map((line) => html`<li>${line}</li>`)}
      </ul>
    </details>
  </div>`;
