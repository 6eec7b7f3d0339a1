import { nowMs } from '../../../system/clock.ts';
import { pause } from '../../../system/pause.ts';
import type { AgentEnd } from '../agent/agent-protocol.ts';
import type { LoadReader } from '../read-load.ts';
import type { AgentCalls } from './agent-calls.ts';

/** What came of one pod: the end that it told, or why there is none. */
export interface PodEnd {
  linesRead: number;
  end?: AgentEnd;
  lost?: string;
}

const pollMs = 250;
const callTimeoutMs = 5000;
/** Without an answer for so long the pod counts as lost. */
const patienceMs = 10_000;

export interface FollowOptions {
  /** Identity of the agent that was released. */
  id: string;
  reader: LoadReader;
  /** Why the pod cannot answer any more; undefined while it can. */
  whyGone: () => Promise<string | undefined>;
  /** Aborted when the pod is given up. */
  signal: AbortSignal;
}

/**
 * Fetches the lines of one pod until it says that there are no more and all that it had were read. A line that is fetched
 * is kept there until the next are asked for, so that an answer that is lost on the way is asked for again.
 */
export async function followPod(calls: AgentCalls, options: FollowOptions): Promise<PodEnd> {
  const { id, reader, whyGone, signal } = options;
  let linesRead = 0;
  let heardMs = nowMs();
  const lose = (cause: string): PodEnd => {
    reader.lose(cause);
    return { linesRead, lost: cause };
  };
  for (;;) {
    try {
      const report = await calls.report(
        linesRead,
        AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)]),
      );
      if (report.id !== id) return lose('another pod is in its place');
      if (report.from !== linesRead)
        throw new Error(`it sent lines from ${report.from}, not from ${linesRead}`);
      for (const line of report.lines) reader.take(line);
      linesRead += report.lines.length;
      heardMs = nowMs();
      if (report.end && report.end.lines === linesRead) return { linesRead, end: report.end };
    } catch (error) {
      const cause = (error as Error).message;
      const gone = signal.aborted ? 'it was given up' : await whyGone().catch(() => undefined);
      if (gone !== undefined) return lose(gone);
      if (nowMs() - heardMs > patienceMs) return lose(`no answer for ${patienceMs / 1000} s: ${cause}`);
    }
    await pause(pollMs, signal).catch(() => {});
  }
}
