import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { identifyProcess, isAlive, type ProcessIdentity } from '../../journal/process-identity.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { NodeLayout } from './node-layout.ts';

const stateSchema = z.object({
  init: z.object({ pid: z.number(), startTicks: z.number(), bootId: z.string() }),
  ctr: z.string(),
});

/** What another process needs to use a node that was kept. */
export interface NodeState {
  init: ProcessIdentity;
  ctr: string;
}

export async function writeNodeState(layout: NodeLayout, node: { pid: number; ctr: string }): Promise<void> {
  const init = identifyProcess(node.pid);
  if (!init) throw new EnvironmentError('The node has ended', { code: 'node-ended' });
  await writeFile(layout.statePath, JSON.stringify({ init, ctr: node.ctr }), { mode: 0o600 });
}

/** The state of a node that was kept and still lives; undefined otherwise. */
export async function readNodeState(layout: NodeLayout): Promise<NodeState | undefined> {
  const text = await readFile(layout.statePath, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = stateSchema.safeParse(JSON.parse(text));
  return parsed.success && isAlive(parsed.data.init) ? parsed.data : undefined;
}
