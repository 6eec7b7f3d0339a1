import { randomUUID } from 'node:crypto';
import { pause } from '../../../system/pause.ts';
import { nowMs } from '../../../system/clock.ts';
import type { GeneratorMeter } from '../generator-meter.ts';
import type { K6Control } from '../k6-control.ts';
import { wantedLines } from '../read-load.ts';
import type { K6Process } from '../spawn-k6.ts';
import type { AgentEnd, AgentReport } from './agent-protocol.ts';
import { lineSpool } from './line-spool.ts';

/** Runs one k6 and hands over what it says, line by line. */
export interface LoadAgent {
  report(from: number): Promise<AgentReport>;
  meter(): Promise<GeneratorMeter>;
  release(atMs: number): Promise<{ startedMs: number }>;
  stop(): void;
}

/** Lines of one report, about 2 MB. */
const mostLines = 5000;

export function loadAgent(
  k6: K6Process,
  { control, streamed, signal }: { control: K6Control; streamed: boolean; signal: AbortSignal },
): LoadAgent {
  const id = randomUUID();
  const spool = lineSpool();
  let ready = false;
  let end: AgentEnd | undefined;
  void (async () => {
    for await (const line of wantedLines(k6.output, streamed)) spool.add(line);
    end = { ...(await k6.exited), lines: spool.count };
  })();
  return {
    async report(from) {
      const lines = spool.read(from, mostLines);
      ready ||= end === undefined && (await control.isPaused(signal).catch(() => false));
      return { id, ready, from, lines, ...(end ? { end } : {}) };
    },
    meter: () => k6.meter(),
    async release(atMs) {
      await pause(Math.max(0, atMs - nowMs()), signal);
      await control.resume(signal);
      return { startedMs: nowMs() };
    },
    stop: () => k6.interrupt(),
  };
}
