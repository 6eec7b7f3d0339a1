import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingGrowth } from '../reading-growth.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count } from '../words.ts';

export interface OwnRequestTerms {
  /** Ids of readings of the engine by tenant, before and after, with the query `requests`. */
  before: string;
  after: string;
  /** Id of the only step in which the victim itself asks for completions. */
  step: string;
}

/** The engine counts for the victim what came from it through the gateway, and no more. */
export function chargedForOwnRequests(terms: OwnRequestTerms): GatedCheck {
  return gated(
    {
      id: 'charged-for-own-requests',
      objective: 'The engine charges the victim for its own requests, and for none that bear only its name',
      unit: "requests of others counted as the victim's",
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

function measure({ before, after, step }: OwnRequestTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const served = completionsOf(record, step).filter(({ httpStatus }) => httpStatus === 200).length;
  const growth = readingGrowth(record, {
    from: before,
    to: after,
    query: 'requests',
    label: plan.victim.name,
  });
  if ('unknown' in growth) return undecidable(growth.unknown, 0);
  const foreign = growth.grown - served;
  const found = { measured: foreign, limit: 0, samples: growth.grown, evidence: [] };
  const reason = `the engine counted ${count(growth.grown, 'request')} of ${plan.victim.name}, which was served ${served}`;
  if (foreign > 0) return { ...found, status: 'breached', reason };
  if (served === 0 || foreign < 0)
    return { ...found, status: 'inconclusive', reason: `nothing shows that requests are counted: ${reason}` };
  return { ...found, status: 'held', reason };
}
