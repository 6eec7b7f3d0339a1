import type { Verdict } from '../../model/report.ts';
import { controlBadge } from './badge.ts';
import { html, type Markup } from './markup.ts';
import type { RemovedControl } from './scenario-story.ts';
import { figureList } from './verdict-card.ts';

/** What became of a control that was removed: it must break, or the checks cannot be believed. */
export const controlCard = ({ weakness, removes, verdicts, caught }: RemovedControl): Markup =>
  html`<article class="verdict control ${caught ? 'held' : 'breached'}">
    <h4>${controlBadge(caught)} Without the control: ${removes || weakness}</h4>
    <p class="reason">
      ${caught ? 'It broke, as it must:' : "It was not seen to break, so that these checks can't be believed:"}
    </p>
    ${verdicts.map((verdict) => seenIn(verdict))}
  </article>`;

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
