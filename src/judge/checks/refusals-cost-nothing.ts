import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, tally, statusWord } from '../words.ts';

export interface RefundTerms {
  /** Id of the step whose requests are refused because too many are open, one after the other. */
  refused: string;
  /** Id of the step whose requests are served, one after the other: those must cost something. */
  served: string;
}

/** A request that is refused because too many are open takes nothing of the request rate. */
export function refusalsCostNothing(terms: RefundTerms): GatedCheck {
  return gated(
    {
      id: 'refusals-cost-nothing',
      objective: 'A request that is refused for concurrency takes nothing of the request rate',
      unit: 'requests burnt by refusals',
      measure: (_plan, record) => measure(terms, record),
    },
    stepGates,
  );
}

function measure({ refused, served }: RefundTerms, record: ArmRecord): Finding {
  const refusals = completionsOf(record, refused);
  const others = refusals.filter(({ httpStatus }) => httpStatus !== 429);
  const levels = levelsOf(record, refused);
  if (others.length > 0 || levels.length < 2) {
    const seen = tally(refusals.map(({ httpStatus }) => statusWord(httpStatus)));
    return undecidable(`the requests of ${refused} were not all refused: ${seen || 'none was seen'}`, 0);
  }
  const found = { measured: burnt(levels), limit: 0, samples: refusals.length, evidence: [] };
  const reason = `${count(refusals.length, 'refusal')}: the allowance went from ${levels[0]} to ${levels.at(-1)}`;
  if (found.measured > 0) return { ...found, status: 'breached', reason };
  const spent = burnt(levelsOf(record, served));
  return spent > 0
    ? { ...found, status: 'held', reason: `${reason}; requests that were served took ${spent} of it` }
    : {
        ...found,
        status: 'inconclusive',
        reason: `the allowance has not shown that it falls: requests of ${served} took nothing`,
      };
}

/** What was left of the request rate, as each answer told it. */
const levelsOf = (record: ArmRecord, step: string): number[] =>
  completionsOf(record, step).flatMap(({ headers }) => {
    const text = headers['x-ratelimit-remaining-requests'];
    return text === undefined ? [] : [Number(text)];
  });

/** What comes in meanwhile only raises the level, so that every fall is a request that was taken. */
const burnt = (levels: readonly number[]): number =>
  levels.reduce((sum, level, index) => sum + Math.max(0, (levels[index - 1] ?? level) - level), 0);
