import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingGrowth, type Growth } from '../reading-growth.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number } from '../words.ts';

/** Readings of the same moment; each has a query `output`: tokens of the tenant's answers so far. */
export interface LedgerReading {
  gateway: string;
  engine: string;
}

export interface LedgerTerms {
  before: LedgerReading;
  /** After the streams that are read to their end. */
  between: LedgerReading;
  /** After those that are broken off. */
  after: LedgerReading;
  /** Ids of the steps. */
  whole: readonly string[];
  aborted: readonly string[];
}

/**
 * What the gateway charges of streams is what the engine emitted, to the token, whether they are read to their end or broken
 * off; and no less than the clients got.
 */
export function streamsChargedAsEmitted(terms: LedgerTerms): GatedCheck {
  return gated(
    {
      id: 'streams-charged-as-emitted',
      objective: 'A stream is charged with the tokens that the engine emitted, also if its client hangs up',
      unit: 'tokens emitted and not charged',
      measure: (_plan: ArmPlan, record: ArmRecord) => measure(terms, record),
    },
    stepGates,
  );
}

interface Ledger {
  streams: number;
  hungUp: number;
  received: number;
  charged: number;
  emitted: number;
}

function measure({ before, between, after, whole, aborted }: LedgerTerms, record: ArmRecord): Finding {
  const control = ledgerOf(record, whole, [before, between]);
  const broken = ledgerOf(record, aborted, [between, after]);
  if ('unknown' in control) return undecidable(control.unknown);
  if ('unknown' in broken) return undecidable(broken.unknown);
  const found = {
    measured: broken.emitted - broken.charged,
    limit: 0,
    samples: broken.streams,
    evidence: [`Streams read to their end: ${describe(control)}`],
  };
  const reason = `${count(broken.hungUp, 'stream')} broken off: ${describe(broken)}`;
  const isWhole = control.received > 0 && control.received === control.emitted;
  if (isWhole && control.charged !== control.emitted)
    return { ...found, status: 'breached', reason: `streams read to their end: ${describe(control)}` };
  if (broken.charged !== broken.emitted || broken.charged < broken.received)
    return { ...found, status: 'breached', reason };
  if (!isWhole)
    return { ...found, status: 'inconclusive', reason: `no stream was whole: ${describe(control)}` };
  if (broken.hungUp === 0 || broken.emitted === 0)
    return { ...found, status: 'inconclusive', reason: `nothing was broken off: ${describe(broken)}` };
  return { ...found, status: 'held', reason };
}

function ledgerOf(
  record: ArmRecord,
  steps: readonly string[],
  [from, to]: readonly [LedgerReading, LedgerReading],
): Ledger | { unknown: string } {
  const calls = steps.flatMap((step) => completionsOf(record, step));
  const growth = (who: keyof LedgerReading, tenant: string): Growth =>
    readingGrowth(record, { from: from[who], to: to[who], query: 'output', label: tenant });
  const tenant = calls[0]?.as;
  if (tenant === undefined) return { unknown: `no stream of ${steps.join(', ')} was seen` };
  const [charged, emitted] = [growth('gateway', tenant), growth('engine', tenant)];
  if ('unknown' in charged) return charged;
  if ('unknown' in emitted) return emitted;
  return {
    streams: calls.length,
    hungUp: calls.filter(({ hungUp }) => hungUp).length,
    received: calls.reduce((sum, { tokensStreamed }) => sum + tokensStreamed, 0),
    charged: charged.grown,
    emitted: emitted.grown,
  };
}

const describe = ({ received, charged, emitted }: Ledger): string =>
  `${number(received)} tokens received, ${number(charged)} charged, ${number(emitted)} emitted`;
