import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingGrowth, type Growth } from '../reading-growth.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count } from '../words.ts';

/** A step with one request, between two readings with the query `output`: tokens that the engines have generated. */
export interface WatchedRequest {
  step: string;
  before: string;
  after: string;
}

export interface RepeatTerms {
  /** The victim's own repetition, which its cache answers: the positive control. */
  own: WatchedRequest;
  /** The same request by the aggressor. */
  others: WatchedRequest;
}

/** A tenant that repeats another's request gets an answer of its own from an engine, where the other's cache holds one. */
export function repeatReachesEngine({ own, others }: RepeatTerms): GatedCheck {
  return gated(
    {
      id: 'repeat-reaches-engine',
      objective:
        "A repetition of another tenant's request is answered by an engine, not from the other's cache",
      unit: 'answers from the cache of another tenant',
      measure: (_plan, record) => measure({ own, others }, record),
    },
    stepGates,
  );
}

interface Seen {
  generated: number;
  /** `x-cache` of the answer. */
  cache: string;
  served: boolean;
}

function measure({ own, others }: RepeatTerms, record: ArmRecord): Finding {
  const [control, foreign] = [seenOf(own, record), seenOf(others, record)];
  if ('unknown' in control) return undecidable(control.unknown, 0);
  if ('unknown' in foreign) return undecidable(foreign.unknown, 0);
  const found = {
    measured: foreign.served && foreign.generated === 0 ? 1 : 0,
    limit: 0,
    samples: 2,
    evidence: [`The victim's own repetition: ${describe(control)}`],
  };
  const reason = `the aggressor's repetition: ${describe(foreign)}`;
  if (found.measured > 0) return { ...found, status: 'breached', reason };
  if (!foreign.served) return { ...found, status: 'inconclusive', reason };
  return control.served && control.generated === 0
    ? { ...found, status: 'held', reason: `${reason}; the victim's own came from its cache` }
    : {
        ...found,
        status: 'inconclusive',
        reason: `the cache has not shown that it answers: ${describe(control)}`,
      };
}

function seenOf({ step, before, after }: WatchedRequest, record: ArmRecord): Seen | { unknown: string } {
  const call = completionsOf(record, step).at(-1);
  if (!call) return { unknown: `the request of ${step} was not seen` };
  const growth: Growth = readingGrowth(record, { from: before, to: after, query: 'output' });
  if ('unknown' in growth) return growth;
  return {
    generated: growth.grown,
    cache: call.headers['x-cache'] ?? 'nothing',
    served: call.httpStatus === 200,
  };
}

const describe = ({ generated, cache, served }: Seen): string =>
  `${served ? 'served' : 'not served'}, ${count(generated, 'token')} generated for it, x-cache says ${cache}`;
