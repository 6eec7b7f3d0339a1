import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import { findsTheSame } from '../../../src/judge/gates/gated.ts';
import { mostlySound } from '../../../src/judge/gates/mostly-sound.ts';
import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import { fewestSamples } from '../../../src/model/fewest-samples.ts';
import type { LoadSamples } from '../../../src/model/load-samples.ts';
import type { ArmRecording, Observation } from '../../../src/model/observation.ts';
import type { Status } from '../../../src/model/report.ts';
import { windowsOf, withDesign } from './example-arm.ts';
import { seeded, type Chance } from './seeded.ts';

const looksPairs = [6, 12, 24];
// The victim's rate is that of the samples below.
const plan = withDesign({ looksPairs, victimRateRps: 37 });
const check = victimP99Ratio();
const samplesPerWindow = fewestSamples(0.99, 0.05);

export interface NoisyMachine {
  /** How much slower everything is under attack. */
  ratio: number;
  /** Share of the windows in which the hypervisor takes processors away, and stalls one request in twenty. */
  disturbed?: number;
}

/**
 * A simulated shared machine, with noise that is assumed and not measured: latencies with a long tail, a level that drifts
 * by about 5 % from window to window, and 5 % of noise of its own in each window. Under attack everything is `ratio` times slower.
 */
function noisyArm(
  { ratio, disturbed = 0 }: NoisyMachine,
  chance: Chance,
): Required<Pick<ArmRecording, 'observations' | 'victim'>> {
  const windows = windowsOf(Math.max(...looksPairs));
  const victim = emptySamples(windows.length * samplesPerWindow);
  const observations: Observation[] = [];
  let drift = 0;
  for (const window of windows) {
    const { index, phase, measureFromMs, toMs } = window;
    drift = 0.9 * drift + 0.05 * chance.normal();
    const level = Math.exp(drift + 0.05 * chance.normal()) * (phase === 'attack' ? ratio : 1);
    const stolen = disturbed > 0 && chance.uniform() < disturbed;
    const stepMs = (toMs - measureFromMs) / samplesPerWindow;
    for (let request = 0; request < samplesPerWindow; request++) {
      const at = index * samplesPerWindow + request;
      victim.intendedMs[at] = measureFromMs + stepMs * request;
      const stallMs = stolen && chance.uniform() < 0.05 ? 100 * chance.uniform() : 0;
      victim.latencyMs[at] = 30 * level * (1 - 0.2 * Math.log(1 - chance.uniform())) + stallMs;
    }
    const calm = { clockStepMs: 0, victimK6CpuShare: 0.1, harnessCpuShare: 0.1 };
    observations.push(window, {
      atMs: toMs,
      scenario: 'example',
      arm: 'protected',
      kind: 'conditions',
      window: index,
      ...calm,
      stealShare: stolen ? 0.1 : 0,
    });
  }
  return { observations, victim };
}

const emptySamples = (count: number): LoadSamples => ({
  intendedMs: new Float64Array(count),
  latencyMs: new Float64Array(count),
  firstByteMs: new Float64Array(count).fill(Number.NaN),
  sendDelayMs: new Float64Array(count),
  status: new Int16Array(count).fill(200),
});

/** Plays an arm as the experiment does: asks at each look, and stops when it is decided and enough pairs were sound. */
function play(machine: NoisyMachine, chance: Chance): Status {
  const { observations, victim } = noisyArm(machine, chance);
  for (const pairs of looksPairs) {
    // A window and its conditions are two observations.
    const record = digestRecording({ observations: observations.slice(0, 4 * pairs), victim });
    const finding = check.measure(plan, record);
    if (finding.status === 'inconclusive') continue;
    if (mostlySound.examine(plan, record, findsTheSame(check, plan, finding)).ok) return finding.status;
  }
  return 'inconclusive';
}

/** How often each verdict is reached, of so many arms. */
export function outcomes(machine: NoisyMachine, arms: number): Record<Status, number> {
  const chance = seeded(20261124);
  const counts: Record<Status, number> = { held: 0, breached: 0, inconclusive: 0, 'not-verified': 0 };
  for (let arm = 0; arm < arms; arm++) counts[play(machine, chance)]++;
  return counts;
}
