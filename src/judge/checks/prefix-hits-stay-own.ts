import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingGrowth } from '../reading-growth.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number } from '../words.ts';

/** Requests between two readings with the query `hits`: prompt tokens found in the prefix cache. */
export interface PromptsAsked {
  steps: readonly string[];
  from: string;
  to: string;
}

export interface PrefixHitTerms {
  /** The victim repeats its own prompts: the positive control. */
  own: PromptsAsked;
  /** The aggressor sends the victim's prompts. */
  others: PromptsAsked;
}

/** Least share of the tokens of repeated prompts that the cache must have held, or it has not shown that it works. */
const leastShare = 0.5;

/** Within a tenant a prompt is found in the prefix cache, across tenants it is not. */
export function prefixHitsStayOwn(terms: PrefixHitTerms): GatedCheck {
  return gated(
    {
      id: 'prefix-hits-stay-own',
      objective: "The engine's prefix cache answers a tenant with its own blocks, and with no other's",
      unit: "tokens found among another tenant's",
      measure: (_plan, record) => measure(terms, record),
    },
    stepGates,
  );
}

function measure({ own, others }: PrefixHitTerms, record: ArmRecord): Finding {
  const [repeated, guessed] = [hitsOf(own, record), hitsOf(others, record)];
  if ('unknown' in repeated) return undecidable(repeated.unknown, 0);
  if ('unknown' in guessed) return undecidable(guessed.unknown, 0);
  const found = { measured: guessed.hits, limit: 0, samples: guessed.served, evidence: [] };
  const reason = `the aggressor's prompts: ${describe(guessed)}; the victim's own repetitions: ${describe(repeated)}`;
  if (guessed.hits > 0) return { ...found, status: 'breached', reason };
  if (guessed.served < others.steps.length)
    return { ...found, status: 'inconclusive', reason: `not all prompts were served: ${reason}` };
  return repeated.hits >= leastShare * repeated.tokens
    ? { ...found, status: 'held', reason }
    : { ...found, status: 'inconclusive', reason: `the cache has not shown that it works: ${reason}` };
}

interface Hits {
  served: number;
  /** Of the requests, their answers included. */
  tokens: number;
  hits: number;
}

function hitsOf({ steps, from, to }: PromptsAsked, record: ArmRecord): Hits | { unknown: string } {
  const growth = readingGrowth(record, { from, to, query: 'hits' });
  if ('unknown' in growth) return growth;
  const calls = steps.flatMap((step) => completionsOf(record, step));
  if (calls.length === 0) return { unknown: `no request between ${from} and ${to} was seen` };
  return {
    served: calls.filter(({ httpStatus }) => httpStatus === 200).length,
    tokens: calls.reduce((sum, { tokensAsked }) => sum + tokensAsked, 0),
    hits: growth.grown,
  };
}

const describe = ({ served, tokens, hits }: Hits): string =>
  `${count(served, 'request')} served, ${number(hits)} of ${number(tokens)} tokens found in the cache`;
