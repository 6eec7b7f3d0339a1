import { checkOf } from '../check-of.ts';
import type { Verdict } from '../../model/report.ts';
import { amount } from '../figures.ts';
import { badge, verdictBadge } from './badge.ts';
import { dataTable } from './data-table.ts';
import { exact, figureCell, margin } from './figure-words.ts';
import { intervalMark } from './charts/interval-mark.ts';
import { html, nothing, type Markup } from './markup.ts';
import { withCode } from './with-code.ts';

/** One objective: what was found, in figures and in words, on what evidence, and what mends it. */
export const verdictCard = (verdict: Verdict): Markup =>
  html`<article class="verdict ${verdict.status}" id="${anchorOfVerdict(verdict.id)}">
    <h4>${verdictBadge(verdict)} ${verdict.objective}</h4>
    <p class="reason">${verdict.reason}</p>
    ${figureList(verdict)} ${blameOf(verdict)} ${tenantsOf(verdict)} ${evidenceOf(verdict)}
  </article>`;

const anchorOfVerdict = (id: string): string => `verdict-${id.replaceAll(/[^a-zA-Z0-9-]+/g, '-')}`;

/** The figures of a verdict, and where there is an interval, how it lies to the limit. */
export function figureList(verdict: Verdict): Markup {
  const { measured, limit, unit, interval, samples } = verdict;
  const rows: [string, Markup | string | undefined][] = [
    ['Measured', measured === null ? undefined : html`${exact(measured)} ${unit}`],
    [
      interval ? `${amount(100 * interval.confidence)} % interval` : '',
      interval ? html`${exact(interval.low)} to ${exact(interval.high)}` : undefined,
    ],
    ['Limit', limit === null ? undefined : exact(limit)],
    ['Margin', margin(verdict)],
    ['Samples', samples === undefined ? undefined : exact(samples)],
  ];
  const shown = rows.filter(([, value]) => value !== undefined);
  if (shown.length === 0) return html``;
  return html`<div class="figures">
    <dl>
      ${shown.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${intervalMark(verdict)}
  </div>`;
}

const blameOf = ({ blame }: Verdict): Markup =>
  blame
    ? html`<dl class="blame">
        <div>
          <dt>Control that failed</dt>
          <dd>${blame.control}</dd>
        </div>
        <div>
          <dt>Usual cause</dt>
          <dd>${withCode(blame.usualCause)}</dd>
        </div>
        <div>
          <dt>Fix</dt>
          <dd>${withCode(blame.fix)}</dd>
        </div>
        <div>
          <dt>Reproduce</dt>
          <dd><code>${blame.reproduce}</code></dd>
        </div>
      </dl>`
    : html``;

const tenantsOf = ({ tenants, unit }: Verdict): Markup =>
  tenants && tenants.length > 0
    ? html`<details>
        <summary>Tenant by tenant, the worst first (${tenants.length})</summary>
        ${dataTable({
          caption: `What was found of each tenant${unit === '' ? '' : `, in ${unit}`}`,
          columns: [
            { head: 'Tenant', cell: ({ tenant }) => tenant },
            { head: 'Verdict', cell: ({ status }) => badge(status) },
            {
              head: 'Measured',
              cell: ({ measured }) => figureCell(measured, 'not measured'),
              isFigure: true,
            },
            { head: 'Low', cell: ({ interval }) => figureCell(interval?.low ?? null), isFigure: true },
            { head: 'High', cell: ({ interval }) => figureCell(interval?.high ?? null), isFigure: true },
            { head: 'Samples', cell: ({ samples }) => figureCell(samples ?? null), isFigure: true },
            { head: 'Why', cell: ({ reason }) => reason },
          ],
          rows: tenants,
        })}
      </details>`
    : html``;

/** Of a verdict that somebody must act upon it is open at once. */
function evidenceOf(verdict: Verdict): Markup {
  const { evidence, status } = verdict;
  if (evidence.length === 0) return html``;
  const open = status === 'breached' || status === 'inconclusive' ? html`open` : nothing;
  return html`<details class="evidence" ${open}>
    <summary>Evidence <span class="of">of ${checkOf(verdict)}</span> (${evidence.length})</summary>
    <ul>
      ${evidence.map((line) => html`<li>${line}</li>`)}
    </ul>
  </details>`;
}
