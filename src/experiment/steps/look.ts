import { KubernetesObjectApi } from '@kubernetes/client-node';
import type { ObservedFact } from '../../model/observation.ts';
import type { LookStep } from '../../model/step.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { notedOf } from './noted.ts';
import type { StepContext } from './step-context.ts';

type Seen = Extract<ObservedFact, { kind: 'objects-seen' }>['objects'];

/** Looks at objects as the administrator, until they are as the step asks, and records what was seen last. */
export async function playLook({ stack, recorder, signal }: StepContext, step: LookStep): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(stack.kube);
  const { until } = step;
  let objects: Seen = await list(api, step);
  const settled =
    until === undefined ||
    (await waitUntil(
      async () => {
        objects = await list(api, step);
        return isSettled(objects, until) ? { ready: true } : { seen: `${objects.length} objects` };
      },
      { what: step.id, timeoutMs: until.withinSeconds * 1000, intervalMs: 100, signal },
    ).catch(() => false));
  signal.throwIfAborted();
  recorder.record({ kind: 'objects-seen', step: step.id, objects, settled });
}

async function list(api: KubernetesObjectApi, { of, note }: LookStep): Promise<Seen> {
  const { items } = await api.list(
    of.apiVersion,
    of.kind,
    of.namespace,
    undefined,
    undefined,
    undefined,
    undefined,
    of.labelSelector,
  );
  return items.map((item) => ({ name: item.metadata?.name ?? '', noted: notedOf(item, note) }));
}

const isSettled = (
  objects: Seen,
  { count, atLeast = 0, note, oneOf }: NonNullable<LookStep['until']>,
): boolean =>
  (count === undefined || objects.length === count) &&
  objects.length >= atLeast &&
  (note === undefined || objects.every(({ noted }) => oneOf?.includes(noted[note] ?? '') ?? note in noted));
