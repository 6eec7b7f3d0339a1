import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { number } from '../words.ts';

export interface ReadingBound extends Pick<Check, 'id' | 'objective' | 'unit'> {
  /** Id of the step of kind `reading`. */
  step: string;
  /** Name of the query, which has one value. */
  query: string;
  atMost: (plan: ArmPlan) => number;
  /** A reading of the same query that must be at least so high, or the gauge has not shown that it moves. */
  control: { step: string; atLeast: number };
}

/** A gauge is no higher than it may be, and was seen to rise when it had to. */
export function readingAtMost(bound: ReadingBound): GatedCheck {
  const { id, objective, unit } = bound;
  return gated({ id, objective, unit, measure: (plan, record) => measure(bound, plan, record) }, stepGates);
}

function measure({ step, query, atMost, control }: ReadingBound, plan: ArmPlan, record: ArmRecord): Finding {
  const limit = atMost(plan);
  const measured = valueOf(record, step, query);
  if (measured === undefined) return undecidable(`no value of ${query} was read in ${step}`, limit);
  const found = { measured, limit, evidence: [] };
  const seen = `${number(measured)} in ${step}, ${number(limit)} allowed`;
  if (measured > limit) return { ...found, status: 'breached', reason: seen };
  const moved = valueOf(record, control.step, query);
  if (moved === undefined || moved < control.atLeast) {
    const value = moved === undefined ? 'nothing' : number(moved);
    const reason = `the gauge has not shown that it moves: ${value} in ${control.step}, where at least ${number(control.atLeast)} was due`;
    return { ...found, status: 'inconclusive', reason };
  }
  return { ...found, status: 'held', reason: `${seen}, after ${number(moved)} in ${control.step}` };
}

const valueOf = (record: ArmRecord, step: string, query: string): number | undefined =>
  Object.values(readingOf(record, step)?.values[query] ?? {})[0];
