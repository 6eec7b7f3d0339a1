import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingGrowth } from '../reading-growth.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count } from '../words.ts';

export interface OwnerTerms {
  /** Ids of readings by tenant, before and after, with the queries `requests` and `tokens`. */
  before: string;
  after: string;
  /** Ids of the steps in which the aggressor names the victim, with a key of its own. */
  steps: readonly string[];
}

/** What a tenant asks for in another's name is counted as its own, and nothing as the other's. */
export function chargedToOwner(terms: OwnerTerms): GatedCheck {
  return gated(
    {
      id: 'charged-to-owner',
      objective:
        "Requests that name another tenant are counted as the key's owner's, and none as the other's",
      unit: "requests and tokens counted as the victim's",
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

function measure({ before, after, steps }: OwnerTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const served = steps
    .flatMap((step) => completionsOf(record, step))
    .filter(({ httpStatus }) => httpStatus === 200);
  const grown = (query: string, label: string): number | string => {
    const growth = readingGrowth(record, { from: before, to: after, query, label });
    return 'unknown' in growth ? growth.unknown : growth.grown;
  };
  const victims = grown('requests', plan.victim.name);
  const victimsTokens = grown('tokens', plan.victim.name);
  const owners = grown('tokens', plan.aggressor.name);
  if (typeof victims === 'string') return undecidable(victims, 0);
  if (typeof victimsTokens === 'string') return undecidable(victimsTokens, 0);
  if (typeof owners === 'string') return undecidable(owners, 0);
  const used = served.reduce((sum, { tokensUsed }) => sum + (tokensUsed ?? 0), 0);
  const found = {
    measured: victims + victimsTokens,
    limit: 0,
    samples: served.length,
    evidence: [`Served in another's name: ${count(served.length, 'request')} with ${count(used, 'token')}`],
  };
  const reason = `${plan.victim.name} was charged ${count(victims, 'request')} and ${count(victimsTokens, 'token')}, ${plan.aggressor.name} ${count(owners, 'token')}`;
  if (found.measured > 0) return { ...found, status: 'breached', reason };
  if (used === 0 || owners < used)
    return { ...found, status: 'inconclusive', reason: `nothing shows that charges are counted: ${reason}` };
  return { ...found, status: 'held', reason };
}
