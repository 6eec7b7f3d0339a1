/**
 * `node play-progress.ts hold|end|crash [--quiet]`: reports what a small run would, on standard error, without the run.
 * `hold` stays in the middle of the first arm until it is interrupted; `crash` fails there, as a bug would.
 */
import { exitCodeOf } from '../../src/cli/exit-code-of.ts';
import { onInterruption } from '../../src/cli/interruption.ts';
import { progressOn } from '../../src/cli/terminal/progress.ts';
import { watchArms } from '../../src/cli/verify/watch-arms.ts';
import { sampleBuffer } from '../../src/experiment/load/sample-buffer.ts';
import type { ArmPlan } from '../../src/model/plan.ts';
import { pause } from '../../src/system/pause.ts';
import { floodDesign, floodPlan, instant, plannedWindows, stormPlan } from '../unit/judge/example-arm.ts';
import { floodRecording, requestsOf } from '../unit/judge/example-flood.ts';

const [mode = 'end', flag] = process.argv.slice(2);
const pairs = 8;
const flood: ArmPlan = {
  ...floodPlan,
  design: { ...floodDesign, windows: plannedWindows(pairs), maxSeconds: 164 },
};
const weakened: ArmPlan = { ...flood, arm: 'weakened', weakness: { fixture: 'fifo', removes: 'fair queue' } };
const arms = [flood, weakened, stormPlan];

const progress = progressOn(process.stderr, process.env, { quiet: flag === '--quiet' });
const { signal } = onInterruption(progress.say);
const watch = watchArms(arms, progress);

/** What has come in by the end of each window, told as an experiment tells it. */
function playFlood(windowsPlayed: number): void {
  const recording = floodRecording({ pairs });
  const loads = { startMs: instant(0), victim: sampleBuffer(), aggressor: sampleBuffer() };
  watch(flood, { kind: 'warming-up' });
  for (const window of plannedWindows(pairs).slice(0, windowsPlayed)) {
    watch(flood, { kind: 'window', window });
    const until = instant(window.toSeconds);
    for (const role of ['victim', 'aggressor'] as const) {
      const came = requestsOf(recording[role]).filter(({ intendedMs }) => intendedMs < until);
      for (const sample of came.slice(loads[role].count)) loads[role].add(sample);
    }
    const observations = recording.observations.filter(({ atMs }) => atMs <= until);
    watch(flood, { kind: 'settled', recording: { observations }, loads });
  }
}

async function play(): Promise<void> {
  progress.note('3 scenarios, seed 7: measures for 1 min 0 s, if noisy 6 min 38 s at most', 'aside');
  progress.step('Starting a Kubernetes node').done();
  const step = progress.step('[1/3] request-flood, control in place');
  watch(flood, { kind: 'preparing' });
  playFlood(9);
  if (mode === 'hold') await pause(600_000, signal);
  if (mode === 'crash') throw new Error('a bug');
  progress.note('Left behind: /tmp/of-another-run');
  step.done();
}

if (mode === 'crash') await play();
else {
  try {
    await play();
  } catch (error) {
    process.exitCode = exitCodeOf(error) ?? 1;
  } finally {
    progress.close();
  }
  process.stdout.write('the results\n');
}
