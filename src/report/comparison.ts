import type { Comparison } from '../model/comparison.ts';
import type { RunFacts } from '../model/report.ts';
import { changeLines, loneLines, outcomeMarks, type OutcomeMark } from './change-lines.ts';
import { indented, labelled, type Page } from './page.ts';
import { notExercised } from './not-exercised.ts';
import { plainText } from './plain-text.ts';
import { placeWords } from './place-words.ts';

/** For people: what makes the runs less comparable, what changed, worst first, and what that says. Ends with a line break. */
export function comparison(compared: Comparison, exitCode: number, page: Page): string {
  const sections = [
    heading(compared, page),
    differences(compared, page),
    changes(compared, page),
    unchanged(compared, page),
    conclusion(compared, exitCode, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const heading = ({ older, newer }: Comparison, page: Page): string[] =>
  [`older run ${factsOf(older)}`, `newer run ${factsOf(newer)}`].flatMap((line) =>
    indented(plainText(line), page, { column: 0, paint: page.chalk.bold }),
  );

const factsOf = ({ id, startedAt, profile, ...place }: RunFacts): string =>
  `${id}, started ${startedAt.slice(0, 16).replace('T', ' ')} UTC, profile ${profile}, ${place.cluster ? `${place.cluster.kind} cluster` : `${placeWords(place)}, ${notExercised}`}`;

function differences({ differences: found }: Comparison, page: Page): string[] {
  if (found.length === 0) return [];
  return [
    ...indented('The runs are less comparable, because they differ in:', page, { column: 2 }),
    ...found.flatMap(({ what, older, newer }) =>
      indented(plainText(`${what}: ${older} → ${newer}`), page, { column: 4 }),
    ),
  ];
}

const changes = ({ objectives, added, removed }: Comparison, page: Page): string[] => [
  ...objectives
    .filter(({ outcome }) => outcome !== 'same' && outcome !== 'not-compared')
    .flatMap((compared) => changeLines(compared, page)),
  ...removed.flatMap((lone) => loneLines('− REMOVED', lone, page)),
  ...added.flatMap((lone) => loneLines('+ ADDED', lone, page)),
];

function unchanged({ objectives }: Comparison, page: Page): string[] {
  const same = objectives.filter(({ outcome }) => outcome === 'same');
  const kept = same.filter(({ arm }) => arm === 'protected').length;
  const controls = same.length - kept;
  const text = [
    `no change beyond noise: ${kept} ${kept === 1 ? 'objective' : 'objectives'}`,
    ...(controls > 0 ? [`the same status without the control: ${controls}`] : []),
  ].join('; ');
  const { label, paint } = outcomeMarks.same;
  return [
    ...objectives
      .filter(({ outcome }) => outcome === 'not-compared')
      .flatMap((compared) => changeLines(compared, page)),
    ...labelled(label, text, page, paint(page.chalk)),
  ];
}

interface ConclusionMark extends OutcomeMark {
  sentence: string;
}

const conclusionMarks: Record<Comparison['conclusion'], ConclusionMark> = {
  worse: {
    ...outcomeMarks.worse,
    sentence: 'Something got worse, by more than noise or by a new breach.',
  },
  unsure: {
    ...outcomeMarks.unsure,
    sentence: 'It is not sure that nothing got worse; do not read it as no change.',
  },
  'nothing-compared': {
    ...outcomeMarks.unsure,
    sentence: 'Nothing could be compared; do not read it as no change.',
  },
  'not-worse': {
    ...outcomeMarks.better,
    label: '✔ NOT WORSE',
    sentence: 'Nothing that could be compared got worse.',
  },
};

function conclusion({ conclusion: found }: Comparison, exitCode: number, page: Page): string[] {
  const { label, sentence, paint } = conclusionMarks[found];
  return [
    page.chalk.dim('─'.repeat(page.width)),
    ...labelled(label, sentence, page, paint(page.chalk).bold),
    ...indented(`Exit code: ${exitCode}`, page),
  ];
}
