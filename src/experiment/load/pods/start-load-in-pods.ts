import { EnvironmentError } from '../../../model/errors.ts';
import type { LoadRole } from '../../../model/observation.ts';
import { nowMs } from '../../../system/clock.ts';
import { pause } from '../../../system/pause.ts';
import { waitUntil } from '../../../system/wait-until.ts';
import type { AgentReport } from '../agent/agent-protocol.ts';
import type { GeneratorMeter } from '../generator-meter.ts';
import { loadReader, type LoadReader } from '../read-load.ts';
import type { LoadOrder, LoadOutcome, RunningLoad } from '../running-load.ts';
import { sampleBuffer } from '../sample-buffer.ts';
import { openSamplesFile } from '../samples-file.ts';
import { k6Ended } from '../start-load.ts';
import { followPod, type PodEnd } from './follow-pod.ts';
import type { LoadPod, LoadPods } from './load-pods.ts';
import { mergePods } from './merge-pods.ts';
import { readClock, requireSameTime, shiftMs, type ClockReading } from './pod-clock.ts';

/** Time for the order to begin to reach every pod. */
const leadMs = 500;
/** Longest time after the common moment at which a pod may begin: its part of the load would be another one's. */
const mostLagMs = 250;
/** k6 is killed after 5 s, and then the rest is fetched. */
const endWithinMs = 15_000;
const callTimeoutMs = 5000;
const readyTimeoutMs = 60_000;

/** A pod of which we know that its k6 waits, and what its clock shows. */
interface ReadyPod extends LoadPod {
  id: string;
  clock: ClockReading;
  reader: LoadReader;
  startLagMs: number | null;
  lastMeter: GeneratorMeter;
}

/**
 * One load whose parts run in pods. Every sample of every pod goes into the same buffer and the same file; the load has
 * ended when all of them have, and with the first that is lost all others are stopped.
 *
 * All pods begin at the same moment: it is told to each by its own clock, if that can be told from ours. Samples
 * keep the time of their pod's clock, so they are assumed to agree with ours to some milliseconds (NTP); what was measured
 * is recorded, and clocks that are certainly too far apart are refused. Latencies are differences on one clock.
 * @param loadPods is disposed with the load
 */
export async function startLoadInPods(order: LoadOrder, loadPods: LoadPods): Promise<RunningLoad> {
  const { role, samplesPath, streamed = false, signal } = order;
  const ofMany = order.job.apiKeys.length > 1;
  const samples = sampleBuffer(undefined, ofMany);
  const waiting = await Promise.all(loadPods.pods.map((pod) => madeReady(pod, role, signal)));
  const clocks = await compareClocks(waiting, signal);
  const file = openSamplesFile(samplesPath, ofMany);
  const pods = clocks.map((pod): ReadyPod => ({ ...pod, reader: loadReader({ samples, file, streamed }) }));
  const startedMs = nowMs();
  const givenUp = new AbortController();
  let told = false;
  let stoppedByUs = false;

  const tellAllToStop = (): void => {
    if (told || givenUp.signal.aborted) return;
    told = true;
    for (const { calls } of pods) void calls.stop(AbortSignal.timeout(callTimeoutMs)).catch(() => {});
    void pause(endWithinMs, givenUp.signal).then(
      () => givenUp.abort(),
      () => {},
    );
  };
  const ended = (async (): Promise<LoadOutcome> => {
    const ends = await Promise.all(
      pods.map(async (pod) => {
        const end = await followPod(pod.calls, { ...pod, signal: givenUp.signal });
        if (end.lost !== undefined) tellAllToStop();
        return { ...pod, ...end, reading: pod.reader.finish() };
      }),
    );
    givenUp.abort();
    const merged = mergePods(ends, stoppedByUs);
    const lost = await file.close().then(
      () => merged.lost,
      (error: Error) => `the samples file: ${error.message}`,
    );
    await leaveAll(ends);
    return { ...merged, lost, elapsedSeconds: (nowMs() - startedMs) / 1000 };
  })();
  const stop = (): Promise<LoadOutcome> => {
    stoppedByUs = true;
    tellAllToStop();
    return ended;
  };
  return {
    samples,
    ended,
    stop,
    meters: () => Promise.all(pods.map(meterOf)),
    release: () => releaseAll(pods, signal),
    [Symbol.asyncDispose]: async () => {
      await stop();
      await loadPods[Symbol.asyncDispose]();
    },
  };
}

/** Pods whose lines were all read may go. */
async function leaveAll(pods: readonly (ReadyPod & PodEnd)[]): Promise<void> {
  const whole = pods.filter(({ end }) => end);
  await Promise.all(
    whole.map(({ calls }) => calls.leave(AbortSignal.timeout(callTimeoutMs)).catch(() => {})),
  );
}

/** Waits until the k6 of the pod has made its users. */
async function madeReady(
  pod: LoadPod,
  role: LoadRole,
  signal: AbortSignal,
): Promise<LoadPod & { id: string }> {
  const waited = await waitUntil<{ gone: string } | AgentReport>(
    async (probeSignal) => {
      const gone = await pod.whyGone();
      if (gone !== undefined) return { ready: { gone } };
      const report = await pod.calls.report(0, probeSignal);
      return report.ready || report.end ? { ready: report } : { seen: 'k6 is making its users' };
    },
    { what: `k6 (${role}) in ${pod.pod} to get ready`, timeoutMs: readyTimeoutMs, signal, intervalMs: 200 },
  );
  if ('gone' in waited) throw new EnvironmentError(`${pod.pod}: ${waited.gone}`, { code: 'load-pod-failed' });
  if (waited.end) throw k6Ended(role, waited.end.errorTail);
  return { ...pod, id: waited.id };
}

type WithClock = Omit<ReadyPod, 'reader'>;

/** One after the other: an answer that waits for others tells the time badly. */
async function compareClocks(
  pods: readonly (LoadPod & { id: string })[],
  signal: AbortSignal,
): Promise<WithClock[]> {
  const compared: WithClock[] = [];
  for (const pod of pods) {
    const meter = (): Promise<GeneratorMeter> =>
      pod.calls.meter(AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]));
    const clock = await readClock(meter);
    requireSameTime(pod.node, clock);
    compared.push({ ...pod, clock, startLagMs: null, lastMeter: await meter() });
  }
  return compared;
}

/** The pod's meter; the last that is known if it does not answer. */
async function meterOf(pod: ReadyPod): Promise<GeneratorMeter> {
  pod.lastMeter = await pod.calls.meter(AbortSignal.timeout(callTimeoutMs)).catch(() => pod.lastMeter);
  return pod.lastMeter;
}

/** @throws EnvironmentError `load-began-late` if a pod did not begin with the others */
async function releaseAll(pods: readonly ReadyPod[], signal: AbortSignal): Promise<number> {
  const atMs = nowMs() + leadMs;
  await Promise.all(
    pods.map(async (pod) => {
      const theirMs = atMs + shiftMs(pod.clock);
      const { startedMs } = await pod.calls.release(
        theirMs,
        AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]),
      );
      pod.startLagMs = startedMs - theirMs;
    }),
  );
  const late = pods.find(({ startLagMs }) => (startLagMs ?? 0) > mostLagMs);
  // None began before this.
  if (!late) return atMs + Math.max(0, Math.min(...pods.map(({ startLagMs }) => startLagMs ?? 0)));
  throw new EnvironmentError(`${late.pod} began ${Math.round(late.startLagMs ?? 0)} ms after the others`, {
    code: 'load-began-late',
  });
}
