import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import { digestLoad, type LoadDigester } from '../../../src/judge/load/digest-load.ts';
import { look } from '../../../src/judge/look.ts';
import type { Window } from '../../../src/judge/windows.ts';
import type { ArmRecord, Observation } from '../../../src/model/observation.ts';
import { scenario } from '../../../scenarios/request-flood.ts';
import type { FloodPlan } from '../flood-plan.ts';
import type { Machine } from '../noise/noise-model.ts';
import { periodMs, stretch } from '../victim-load.ts';
import type { Outcome } from './outcome.ts';

const check = victimP99Ratio();

/**
 * Plays an arm as the experiment does: request by request, asked at each look, judged at the end. Nothing is attacked, so
 * the gates are left out. Between the windows of a pair and in breaks the machine stands still.
 */
export function tenantproof(
  plan: FloodPlan,
  machine: Machine,
  trueRatio: number,
): Outcome & { pairs: number } {
  const { design } = plan;
  const windows = design.windows.map(windowFact);
  const digester = digestLoad(windows, false);
  let record: ArmRecord = { observations: [] };
  let played = 0;
  for (const pairs of design.looksPairs) {
    const next = windows.slice(played, 2 * pairs);
    for (const window of next) playWindow(window, digester, { machine, trueRatio });
    played = 2 * pairs;
    const seen = windows.slice(0, played);
    record = { observations: [...seen, ...seen.map(undisturbed)], victim: digester.finish() };
    if (look(scenario, plan, record) !== 'go-on') break;
  }
  return {
    status: check.measure(plan, record).status,
    seconds: design.warmUp.minSeconds + (design.windows[played - 1]?.toSeconds ?? 0),
    pairs: played / 2,
  };
}

const windowFact = ({ index, pair, phase, ...offsets }: FloodPlan['design']['windows'][number]): Window => ({
  atMs: 1000 * offsets.toSeconds,
  scenario: scenario.id,
  arm: 'protected',
  kind: 'window',
  index,
  pair,
  phase,
  fromMs: 1000 * offsets.fromSeconds,
  measureFromMs: 1000 * offsets.measureFromSeconds,
  toMs: 1000 * offsets.toSeconds,
});

/** Noise is in the latencies; the machine itself had nothing to report. */
const undisturbed = ({ atMs, scenario, arm, index }: Window): Observation => ({
  atMs,
  scenario,
  arm,
  kind: 'conditions',
  window: index,
  stealShare: 0,
  clockStepMs: 0,
  victimK6CpuShare: 0,
  harnessCpuShare: 0,
});

const latencyMs = stretch();

function playWindow(
  { phase, fromMs }: Window,
  digester: LoadDigester,
  { machine, trueRatio }: { machine: Machine; trueRatio: number },
): void {
  const ratio = phase === 'attack' ? trueRatio : 1;
  machine(latencyMs);
  const sample = { intendedMs: 0, latencyMs: 0, firstByteMs: Number.NaN, sendDelayMs: 0.2, status: 200 };
  for (let request = 0; request < latencyMs.length; request++) {
    sample.intendedMs = fromMs + request * periodMs;
    sample.latencyMs = ratio * (latencyMs[request] ?? Number.NaN);
    digester.add(sample);
  }
}
