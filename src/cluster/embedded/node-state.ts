import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../journal/process-identity.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { NodeLayout } from './node-layout.ts';

const stateSchema = z.object({
  init: z.object({ pid: z.number(), startTicks: z.number(), bootId: z.string() }),
  ctr: z.string(),
  networkPolicy: z.boolean(),
});

/** What another process needs to use a node that was kept. */
export interface NodeState {
  init: ProcessIdentity;
  ctr: string;
  networkPolicy: boolean;
}

export async function writeNodeState(
  layout: NodeLayout,
  { pid, ctr, networkPolicy }: Omit<NodeState, 'init'> & { pid: number },
): Promise<void> {
  const init = identifyProcess(pid);
  if (!init) throw new EnvironmentError('The node has ended', { code: 'node-ended' });
  const state: NodeState = { init, ctr, networkPolicy };
  await writeFile(layout.statePath, JSON.stringify(state), { mode: 0o600 });
}

/** The state of a node that was kept and still lives; undefined otherwise. */
export async function readNodeState(layout: NodeLayout): Promise<NodeState | undefined> {
  const text = await readFile(layout.statePath, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = stateSchema.safeParse(JSON.parse(text));
  return parsed.success && isAlive(parsed.data.init) ? parsed.data : undefined;
}
