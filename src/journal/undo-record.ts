import { z } from 'zod';
import { containerEngines } from '../model/container-engine.ts';

const identity = z.object({ pid: z.number().int(), startTicks: z.number().int(), bootId: z.string() });

const undoRecord = z.discriminatedUnion('kind', [
  /** Every process that carries the owner in its environment or cgroup. */
  z.object({ kind: z.literal('processes'), owner: z.string() }),
  z.object({ kind: z.literal('link'), name: z.string() }),
  z.object({ kind: z.literal('cgroup'), path: z.string() }),
  z.object({ kind: z.literal('directory'), path: z.string() }),
  /** Containers and volumes of a kind cluster. */
  z.object({ kind: z.literal('kind-cluster'), engine: z.enum(containerEngines), name: z.string() }),
  /** Whatever carries the run's label on a cluster that others use too; names the file with the credentials. */
  z.object({
    kind: z.literal('kubernetes-run'),
    kubeconfig: z.string(),
    context: z.string(),
    runId: z.string(),
  }),
]);

/** How to undo one change to the world: data, never code. Undoing twice does no harm. */
export type UndoRecord = z.infer<typeof undoRecord>;

/** One line of `journal.ndjson`. */
export const journalLine = z.discriminatedUnion('mark', [
  z.object({ mark: z.literal('opened'), harness: identity, at: z.string() }),
  z.object({ mark: z.literal('undo'), id: z.number().int(), undo: undoRecord }),
  z.object({ mark: z.literal('done'), id: z.number().int() }),
  z.object({ mark: z.literal('kept') }),
  z.object({ mark: z.literal('closed') }),
]);

export type JournalLine = z.infer<typeof journalLine>;

/** Whether only the journal knows of it: no look at this machine finds what is on a cluster elsewhere. */
export const isElsewhere = ({ kind }: UndoRecord): boolean => kind === 'kubernetes-run';

/** The record in words, for messages about what was left behind. */
export function describeUndo(undo: UndoRecord): string {
  switch (undo.kind) {
    case 'processes':
      return `processes of ${undo.owner}`;
    case 'link':
      return `network link ${undo.name}`;
    case 'cgroup':
      return `cgroup ${undo.path}`;
    case 'directory':
      return `directory ${undo.path}`;
    case 'kind-cluster':
      return `kind cluster ${undo.name} (${undo.engine})`;
    case 'kubernetes-run':
      return `what run ${undo.runId} made on the cluster of ${undo.kubeconfig}, context ${undo.context}`;
  }
}
