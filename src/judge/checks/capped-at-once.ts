import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Fact } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf, readingOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number, statusWord, tally } from '../words.ts';

export interface CapTerms {
  /** Id of the step that sends more requests at the same moment than may be open. */
  burst: string;
  /** Id of a reading while the first of them run, keyed by nothing, with the queries `open` and `running`. */
  during: string;
}

/** Of requests at the same moment as many are let in as may be open, by the answers, the gateway's gauge and the engine's. */
export function cappedAtOnce(terms: CapTerms): GatedCheck {
  return gated(
    {
      id: 'capped-at-once',
      objective: 'No more requests of the aggressor are open than it was promised',
      unit: 'requests at the same time',
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

function measure({ burst, during }: CapTerms, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = aggressor.maxConcurrency;
  const calls = completionsOf(record, burst);
  const values = readingOf(record, during)?.values ?? {};
  const [open, running] = [values['open']?.[''], values['running']?.['']];
  if (calls.length === 0) return undecidable(`no request of ${burst} was seen`, limit);
  const together = mostTogether(calls);
  const found = {
    measured: Math.max(together, open ?? 0, running ?? 0),
    limit,
    samples: calls.length,
    evidence: [
      `Of ${count(calls.length, 'request')}: ${tally(calls.map(({ httpStatus }) => statusWord(httpStatus)))}`,
    ],
  };
  const reason = `${number(together)} served at the same time, ${open ?? 'nothing'} open at the gateway and ${running ?? 'nothing'} running in the engines, ${number(limit)} allowed`;
  if (found.measured > limit) return { ...found, status: 'breached', reason };
  if (open === undefined || running === undefined || together < limit || open < limit || running === 0)
    return { ...found, status: 'inconclusive', reason: `the cap was not seen at its limit: ${reason}` };
  return { ...found, status: 'held', reason };
}

/** Most served requests that were all sent before the first of them was answered: all of those were open together. */
function mostTogether(calls: readonly Fact<'completion'>[]): number {
  const served = calls.filter(({ httpStatus }) => httpStatus === 200);
  const firstEndMs = Math.min(...served.map(({ atMs }) => atMs));
  return served.filter(({ atMs, durationMs }) => atMs - durationMs < firstEndMs).length;
}
