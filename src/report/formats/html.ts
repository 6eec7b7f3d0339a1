import type { Format, RunToTell } from '../format.ts';
import { pageOf } from '../html/document.ts';
import { firstScreen } from '../html/first-screen.ts';
import { html } from '../html/markup.ts';
import { overview } from '../html/overview.ts';
import { scenarioPart, untriedPart } from '../html/scenario-part.ts';
import { scenarioStories } from '../html/scenario-story.ts';
import { overallStatus, titleWords } from '../conclusion.ts';

/** One file for a browser that asks for nothing else: the verdict first, then every scenario with its charts. */
export const format = {
  file: 'report.html',
  what: 'the same with charts, for a browser; needs no network',
  render: (run: RunToTell) => {
    const scenarios = scenarioStories(run);
    const tried = scenarios.filter(({ status }) => status !== 'not-verified');
    const untried = scenarios.filter(({ status }) => status === 'not-verified');
    const status = overallStatus(run.report);
    return pageOf(
      `${titleWords(status, run.report.run)}: tenantproof ${run.report.run.id}`,
      html`<main>
        ${firstScreen(run, scenarios)} ${scenarios.length > 0 ? overview(scenarios) : html``}
        ${tried.map((scenario) => scenarioPart(scenario))} ${untriedPart(untried)}
        <footer>
          <p>
            Beside this file, in the folder of the run: <code>report.json</code> has every figure of the
            verdicts, <code>observations.ndjson</code> everything that was seen, <code>plan.json</code> what
            was to be done.
          </p>
        </footer>
      </main>`,
    );
  },
} satisfies Format;
