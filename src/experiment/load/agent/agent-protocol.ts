import { z } from 'zod';

/**
 * What the agent in a pod says over HTTP (`agent-server.ts`). It is asked by us alone, through the API server's proxy, and
 * every call carries the token of the load.
 *
 * `GET /report?from=N`  lines from number N on; those before it are forgotten, since whoever asks for N has read them
 * `GET /meter`          the machine, now
 * `POST /release`       `{ atMs }`: k6 begins when the pod's clock shows that
 * `POST /stop`          k6 is asked to end
 * `POST /leave`         all was read: the agent ends
 */
const exit = z.object({
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  errorTail: z.string(),
  cpuSeconds: z.number(),
});

export const agentReport = z.object({
  /** Of this start of the agent: another one has other lines. */
  id: z.string(),
  /** The users are made and the clock waits for us. */
  ready: z.boolean(),
  from: z.number().int(),
  /** Of k6's JSON output, those that we read. */
  lines: z.array(z.string()),
  /** k6 has ended, and its output with it. */
  end: exit.extend({ lines: z.number().int() }).optional(),
});
export type AgentReport = z.infer<typeof agentReport>;
export type AgentEnd = NonNullable<AgentReport['end']>;

export const agentMeter = z.object({
  atMs: z.number(),
  clockOffsetMs: z.number(),
  stolenTicks: z.number(),
  allTicks: z.number(),
  cpuSeconds: z.number(),
});

/** The moment at which k6 was let go, by the pod's clock. */
export const agentReleased = z.object({ startedMs: z.number() });
