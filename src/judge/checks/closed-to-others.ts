import { z } from 'zod';
import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { said } from '../said.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { tally } from '../words.ts';

export interface ConnectionTerms extends Pick<Check, 'id' | 'objective'> {
  /** Id of the look at the aggressor's pod, which says what each address answered to it. */
  step: string;
  /** Name of the address that must not answer. */
  closed: string;
  /** Name of the one that must. */
  open: string;
  /** Id of a step that shows that `closed` answers whom it should: a look at a pod of another, or completions. */
  control: string;
}

/** By name of the address, what came of each try: an HTTP status, or why there was none. */
const report = z.record(z.string(), z.array(z.string()));

const isStatus = (answer: string): boolean => /^\d{3}$/.test(answer);

/** A tenant's pod is answered by what is open to it, and by nothing else. */
export function closedToOthers(terms: ConnectionTerms): GatedCheck {
  const { id, objective } = terms;
  return gated(
    { id, objective, unit: 'answers', measure: (_plan, record) => measure(terms, record) },
    stepGates,
  );
}

function measure({ step, closed, open, control }: ConnectionTerms, record: ArmRecord): Finding {
  const tries = answersIn(record, step, closed);
  if (tries.length === 0) return undecidable(`the pod did not say what ${closed} answered`, 0);
  const answered = tries.filter(isStatus);
  const opened = answersIn(record, step, open);
  const found = {
    measured: answered.length,
    limit: 0,
    samples: tries.length,
    evidence: [`${open}: ${tally(opened) || 'not asked'}; ${closed}: ${tally(tries)}`],
  };
  if (answered.length > 0)
    return { ...found, status: 'breached', reason: `${closed} answered ${tally(answered)}` };
  // Where nothing answers anyone, nothing is known of policies.
  if (!opened.some(isStatus))
    return {
      ...found,
      status: 'inconclusive',
      reason: `${open} did not answer either: ${tally(opened) || 'not asked'}`,
    };
  if (!answersWhomItShould(record, control, closed))
    return { ...found, status: 'inconclusive', reason: `${closed} answered nobody, as ${control} shows` };
  return { ...found, status: 'held', reason: `${open} answered, and ${closed} did not: ${tally(tries)}` };
}

function answersIn(record: ArmRecord, step: string, address: string): readonly string[] {
  const parsed = report.safeParse(said(record, step));
  return parsed.success ? (parsed.data[address] ?? []) : [];
}

const answersWhomItShould = (record: ArmRecord, control: string, closed: string): boolean =>
  answersIn(record, control, closed).some(isStatus) ||
  completionsOf(record, control).some(({ httpStatus }) => httpStatus === 200);
