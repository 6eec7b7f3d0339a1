import type { Verdict } from '../model/report.ts';
import { blameLines } from '../report/blame-lines.ts';
import { figures } from '../report/figures.ts';
import { notExercised } from '../report/not-exercised.ts';
import { plainText } from '../report/plain-text.ts';
import { statusMarks } from '../report/status-mark.ts';
import { tenantLines } from '../report/tenant-lines.ts';
import { wrap } from '../report/wrap.ts';

const width = 110;

/** A verdict as a failing test shows it: what was found, figures, reason, evidence, cure. Safe to print. */
export function verdictLines(verdict: Verdict): string[] {
  const { symbol, word } = statusMarks[verdict.status];
  return [
    ...safe(`${symbol} ${word}${verdict.control === undefined ? '' : `, ${notExercised}`}  ${verdict.id}`),
    ...[
      verdict.objective,
      figures(verdict),
      `why: ${verdict.reason}`,
      ...tenantLines(verdict),
      ...verdict.evidence.map((line) => `seen: ${line}`),
      ...blameLines(verdict),
    ]
      .filter((line) => line !== '')
      .flatMap(safe)
      .map((line) => `    ${line}`),
  ];
}

/** Lines that neither a terminal nor a workflow of GitHub obeys. */
export const safe = (text: string): string[] => wrap(plainText(text), width);
