import type { ChalkInstance } from 'chalk';
import type { ComparedObjective, FigureChange, LoneObjective, Outcome } from '../model/comparison.ts';
import { checkOf } from './check-of.ts';
import { indented, labelled, type Page } from './page.ts';
import { statusWords } from './not-exercised.ts';
import { plainText } from './plain-text.ts';

export interface OutcomeMark {
  label: string;
  paint: (chalk: ChalkInstance) => ChalkInstance;
}

export const outcomeMarks: Record<Outcome, OutcomeMark> = {
  worse: { label: '✘ WORSE', paint: (chalk) => chalk.red },
  unsure: { label: '? UNSURE', paint: (chalk) => chalk.yellow },
  different: { label: '≠ DIFFERENT', paint: (chalk) => chalk.cyan },
  better: { label: '✔ BETTER', paint: (chalk) => chalk.green },
  'not-compared': { label: '○ NOT COMPARED', paint: (chalk) => chalk.dim },
  same: { label: '= NO CHANGE', paint: (chalk) => chalk.dim },
};

/** `request-flood victim-p99-ratio: 1.02 → 1.07 ratio, 1.049 times (99 % interval 1.021 to 1.078)`, and why if it needs one. */
export function changeLines(compared: ComparedObjective, page: Page): string[] {
  const { label, paint } = outcomeMarks[compared.outcome];
  const parts = [figuresOf(compared), changeOf(compared.figure), statusesOf(compared)];
  const text = parts.filter((part) => part !== '').join(', ');
  return [
    ...labelled(label, plainText(`${nameOf(compared)}: ${text}`), page, paint(page.chalk).bold),
    ...reasons(compared).flatMap((reason) => indented(`why: ${plainText(reason)}`, page)),
  ];
}

const reasons = ({ arm, older, newer, figure }: ComparedObjective): string[] => [
  ...(older.status === newer.status ? [] : [newer.reason]),
  ...(arm === 'protected' && figure.kind === 'not-compared'
    ? [`figures not compared: ${figure.reason}`]
    : []),
];

/** `+ ADDED  memory-hog killed-at-limit: held` */
export const loneLines = (label: string, lone: LoneObjective, page: Page): string[] =>
  labelled(label, plainText(`${nameOf(lone)}: ${statusWords(lone)}`), page, page.chalk.cyan.bold);

const nameOf = ({ id, scenario, arm }: Pick<LoneObjective, 'id' | 'scenario' | 'arm'>): string =>
  `${scenario} ${checkOf({ id })}${arm === 'weakened' ? ' without the control' : ''}`;

function figuresOf({ arm, unit, older, newer }: ComparedObjective): string {
  if (arm === 'weakened' || (older.measured === null && newer.measured === null)) return '';
  const [before, after] = [older.measured, newer.measured].map(figure);
  return before === after ? `${after} ${unit}` : `${before} → ${after} ${unit}`;
}

function changeOf(change: FigureChange): string {
  if (change.kind === 'exact-count') return 'exact count';
  if (change.kind === 'not-compared') return '';
  const interval = `(${figure(100 * change.confidence)} % interval ${figure(change.low)} to ${figure(change.high)})`;
  if (change.scale === 'log') return `${figure(change.change)} times ${interval}`;
  return `${change.change > 0 ? '+' : ''}${figure(change.change)} ${interval}`;
}

function statusesOf({ older, newer }: ComparedObjective): string {
  const [before, after] = [statusWords(older), statusWords(newer)];
  return before === after ? `${after} in both` : `${before} → ${after}`;
}

const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** Four significant digits, one more than a verdict shows, since a change may be small; every digit of a count. */
function figure(value: number | null): string {
  if (value === null) return 'not measured';
  const size = Math.abs(value);
  if (size >= 1e9) return value.toExponential(1);
  return size >= 1000 ? Math.round(value).toLocaleString('en-US') : grouped.format(value);
}
