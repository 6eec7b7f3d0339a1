import type { Report } from '../model/report.ts';
import { controlsLine, objectivesLine, overallStatus, sentence, untried } from './conclusion.ts';
import { duration } from './figures.ts';
import { indented, labelled, type Page } from './page.ts';
import { plainText } from './plain-text.ts';
import type { ScenarioText } from './format.ts';
import { unexercisedControls } from './not-exercised.ts';
import type { Reporter, ReportFile } from './reporter.ts';
import { scenarioSection } from './scenario-section.ts';
import { statusMarks } from './status-mark.ts';
import { placeWords } from './place-words.ts';

const defaultWidth = 100;

/** For people: what was asked, what was found, why, and where to look further. Ends with a line break. */
export const terminal: Reporter = (report, options) => {
  const page: Page = { width: options.width ?? defaultWidth, chalk: options.chalk };
  const sections = [
    heading(report, page),
    ...triedSections(report, options.scenarios, page),
    untriedSection(report, options.scenarios, page),
    conclusion(report, options.exitCode, page),
    fileSection(options.files, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function heading({ run }: Report, page: Page): string[] {
  const took = duration(Date.parse(run.endedAt) - Date.parse(run.startedAt));
  const { profile, seed, tool } = run;
  const facts = `${placeWords(run)} · profile ${profile} · seed ${seed} · ${took}`;
  return [
    ...indented(plainText(`tenantproof ${tool.version} · run ${run.id}`), page, {
      column: 0,
      paint: page.chalk.bold,
    }),
    ...indented(plainText(facts), page, { column: 0, paint: page.chalk.dim }),
  ];
}

function triedSections(report: Report, texts: readonly ScenarioText[], page: Page): string[][] {
  const left = untried(report);
  const tried = report.verdicts.filter(({ scenario }) => !left.has(scenario));
  const unexercised = unexercisedControls(report);
  return [...Map.groupBy(tried, ({ scenario }) => scenario)].map(([id, verdicts]) =>
    scenarioSection(
      {
        id,
        verdicts,
        text: textOf(id, texts),
        unexercised: unexercised.find(({ scenario }) => scenario === id),
      },
      page,
    ),
  );
}

/** One block for each reason: a target without a cluster leaves many scenarios out for the same one. */
function untriedSection(report: Report, texts: readonly ScenarioText[], page: Page): string[] {
  const { symbol, word, paint } = statusMarks['not-verified'];
  const alike = Map.groupBy(untried(report), ([, reason]) => reason);
  return [...alike].flatMap(([reason, scenarios]) => [
    ...labelled(
      `${symbol} ${word}`,
      plainText(
        untriedWords(
          scenarios.map(([id]) => id),
          texts,
        ),
      ),
      page,
      paint(page.chalk).bold,
    ),
    ...indented(`why: ${plainText(reason)}`, page),
  ]);
}

/** The question of one scenario, the names of several. */
function untriedWords(ids: readonly string[], texts: readonly ScenarioText[]): string {
  const [only = '', ...others] = ids;
  if (others.length > 0) return ids.join(', ');
  const question = textOf(only, texts)?.question;
  return question === undefined ? only : `${only}: ${question}`;
}

function conclusion(report: Report, exitCode: number, page: Page): string[] {
  const { summary, run } = report;
  const status = overallStatus(report);
  const { symbol, word, paint } = statusMarks[status];
  return [
    page.chalk.dim('─'.repeat(page.width)),
    ...labelled(`${symbol} ${word}`, sentence(status, run), page, paint(page.chalk).bold),
    ...indented(objectivesLine(summary), page),
    ...indented(controlsLine(report), page),
    ...indented(`Exit code: ${exitCode}`, page),
  ];
}

function fileSection(files: readonly ReportFile[], page: Page): string[] {
  const widest = Math.max(0, ...files.map(({ path }) => path.length));
  return files.map(
    ({ path, what }) => `  ${plainText(path).padEnd(widest)}  ${page.chalk.dim(plainText(what))}`,
  );
}

const textOf = (id: string, texts: readonly ScenarioText[]): ScenarioText | undefined =>
  texts.find((text) => text.id === id);
