import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestsOf } from '../../src/cli/recorded-run/seal.ts';
import { writeJson } from '../../src/cli/run-folder.ts';
import { openSamplesFile } from '../../src/experiment/load/samples-file.ts';
import type { ArmRecording, LoadRole, Observation, ObservedFact } from '../../src/model/observation.ts';
import type { ArmPlan, Plan } from '../../src/model/plan.ts';
import type { RunRecord } from '../../src/model/run-record.ts';
import { armIdOf } from '../../src/model/arm-id.ts';
import { samplesFileName } from '../../src/model/samples-file-name.ts';
import { floodDesign, floodPlan } from '../unit/judge/example-arm.ts';
import { floodRecording, requestsOf, slower } from '../unit/judge/example-flood.ts';

const weakness = { fixture: 'limiter-off-fifo', removes: 'limiter off, first come first served' };

const plan: Plan = {
  schemaVersion: 1,
  profile: 'quick',
  seed: 7,
  arms: [floodPlan, { ...floodPlan, arm: 'weakened', weakness, design: { ...floodDesign, sham: false } }],
  objectives: [],
  limits: floodPlan.limits,
  expectedSeconds: { min: 100, max: 200 },
};

const run: RunRecord = {
  schemaVersion: 1,
  id: '2026-11-24T00-00-00-0001',
  startedAt: '2026-11-24T00:00:00.000Z',
  endedAt: '2026-11-24T00:05:00.000Z',
  profile: 'quick',
  seed: 7,
  tool: { version: '0.1.0' },
  missing: {},
  cluster: {
    kind: 'embedded',
    kubernetesVersion: 'v1.37.2',
    capabilities: ['quota', 'containers', 'memory-limits', 'gateway', 'gateway-metrics'],
  },
};

/** The gateway's count of the victim, which tells the same as its load: 3,200 requests of 20 to 40 ms. */
function victimCounted(moment: 'before' | 'after', served: number): ObservedFact {
  const byDuration = { '0.03': served / 2, '0.04': served, '+Inf': served };
  return { kind: 'gateway-count', tenant: 'tenant-a', moment, byStatus: { 200: served }, byDuration };
}

/** A flood that the platform withstands with its limiter, and that makes the victim four times slower without. */
function recordingOf({ arm }: ArmPlan): ArmRecording {
  return arm === 'protected'
    ? floodRecording({ aggressorEnded: { shamRequests: 800 } })
    : floodRecording({ victim: slower(4), aggressor: () => ({ latencyMs: 30 }) });
}

function observationsOf(arm: ArmPlan, { observations }: ArmRecording): Observation[] {
  const named = (seen: ObservedFact): ObservedFact =>
    seen.kind === 'load-ended' ? { ...seen, samplesFile: samplesFileName(armIdOf(arm), seen.role) } : seen;
  const [first, ...rest] = observations;
  const facts = first ? [first, victimCounted('before', 0), victimCounted('after', 3200), ...rest] : [];
  const atMs = first?.atMs ?? 0;
  return facts.map((seen) => ({ atMs, ...named(seen), ...armIdOf(arm) }));
}

async function writeSamples(folder: string, arm: ArmPlan, recording: ArmRecording): Promise<void> {
  for (const role of ['victim', 'aggressor'] as const satisfies LoadRole[]) {
    const file = openSamplesFile(join(folder, samplesFileName(armIdOf(arm), role)));
    for (const sample of requestsOf(recording[role])) file.write(sample);
    await file.close();
  }
}

/**
 * Writes the folder of a small, sealed run of `request-flood`: four pairs of windows, held with the control and breached
 * without.
 */
export async function writeRecordedRun(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines: string[] = [];
  for (const arm of plan.arms) {
    const recording = recordingOf(arm);
    lines.push(...observationsOf(arm, recording).map((seen) => `${JSON.stringify(seen)}\n`));
    await writeSamples(folder, arm, recording);
  }
  await writeFile(join(folder, 'observations.ndjson'), lines.join(''));
  await writeJson(folder, 'plan.json', plan);
  await writeJson(folder, 'run.json', { ...run, digests: await digestsOf(folder) });
}
