import { KubernetesObjectApi, type KubeConfig } from '@kubernetes/client-node';
import type { KubeManifest, ObjectsStep } from '../../model/step.ts';
import { abortable } from '../../system/abortable.ts';
import { nowMs } from '../../system/clock.ts';
import { apiFailure } from '../../cluster/api-failure.ts';
import { eachAtOnce } from '../../system/each-at-once.ts';
import { fillIn } from './fill-in.ts';
import { notedOf } from './noted.ts';
import type { StepContext } from './step-context.ts';

type Named = KubeManifest & { metadata: { namespace: string } };

/** Calls the Kubernetes API as the step says and records every answer. What it creates is removed when the arm is over. */
export async function playObjects(context: StepContext, step: ObjectsStep): Promise<void> {
  const { plan, stack, recorder, signal } = context;
  const tenant = step.as === 'platform' ? undefined : plan[step.as];
  const kube = tenant ? stack.tenant(tenant.name).kube : stack.kube;
  const caller: Caller = { step, as: tenant?.name ?? 'platform', kube };
  const seen = recorder.snapshot().observations;
  const objects = step.objects.map((object) => fillIn(object, seen));
  await abortable(
    eachAtOnce(objects, step.atOnce, (object) =>
      callOnce(context, caller, {
        ...object,
        metadata: { namespace: tenant?.namespace ?? 'default', ...object.metadata },
      }),
    ),
    signal,
  );
}

interface Caller {
  step: ObjectsStep;
  as: string;
  kube: KubeConfig;
}

async function callOnce(
  { recorder, created }: StepContext,
  { step, as, kube }: Caller,
  object: Named,
): Promise<void> {
  const { verb, note } = step;
  const startedMs = nowMs();
  const answer = await call(KubernetesObjectApi.makeApiClient(kube), verb, object).then(
    (stored) => ({
      httpStatus: verb === 'create' ? 201 : 200,
      reason: '',
      message: '',
      noted: notedOf(stored, note),
    }),
    (error: unknown) => apiFailure(error),
  );
  if (verb === 'create' && answer.httpStatus === 201) created.push(object);
  recorder.record({
    kind: 'api-call',
    step: step.id,
    as,
    verb,
    resource: object.kind,
    name: object.metadata.name,
    ...answer,
    durationMs: nowMs() - startedMs,
  });
}

async function call(api: KubernetesObjectApi, verb: ObjectsStep['verb'], object: Named): Promise<unknown> {
  switch (verb) {
    case 'create':
      return api.create(object);
    case 'read':
      return api.read(object);
    case 'list':
      return api.list(object.apiVersion, object.kind, object.metadata.namespace);
    case 'delete':
      return api.delete(object);
  }
}
