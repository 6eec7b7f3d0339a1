import { CoreV1Api, KubernetesObjectApi, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { apiFailure } from '../../cluster/api-failure.ts';
import { quantity } from '../../model/quantity.ts';
import { amountAsked, shareTerms, type SharedResource } from '../../model/share.ts';
import type { KubeManifest, TryPodStep } from '../../model/step.ts';
import { triedPod } from '../../model/tried-pod.ts';
import { abortable } from '../../system/abortable.ts';
import { nowMs } from '../../system/clock.ts';
import { notedOf } from './noted.ts';
import type { StepContext } from './step-context.ts';

/**
 * Asks the API server what it would say to a pod, and records the answer with what the pod asks for, what it was to be given,
 * and what the quota counted before and after.
 * @throws Error if the pod was made all the same; it is removed when the arm is over
 */
export async function playTryPod(context: StepContext, step: TryPodStep): Promise<void> {
  const { plan, stack, recorder, created, signal } = context;
  const { resource } = step;
  const { name: tenant, namespace } = plan[step.as];
  const used = (): Promise<number | undefined> => abortable(usedOf(stack.kube, namespace, resource), signal);
  const usedBefore = await used();
  const asked = amountAsked(step, usedBefore);
  const pod = triedPod({ name: `tenantproof-${step.id}`, resource, amount: asked });
  const placed = { ...pod, metadata: { ...pod.metadata, namespace } };
  const startedMs = nowMs();
  const answer = await abortable(tryCreate(stack.tenant(tenant).kube, placed, resource), signal);
  const durationMs = nowMs() - startedMs;
  if (answer.isStored) created.push(placed);
  const { httpStatus, reason, message, given } = answer;
  recorder.record({
    kind: 'api-call',
    step: step.id,
    as: tenant,
    verb: 'create',
    resource: pod.kind,
    name: pod.metadata.name,
    httpStatus,
    reason,
    message,
    durationMs,
    noted: notedOf({ asked, given, usedBefore, usedAfter: await used() }, amounts),
  });
  if (answer.isStored)
    throw new Error(`the API server made the pod ${pod.metadata.name}, which it was only asked about`);
}

const amounts = Object.fromEntries(
  ['asked', 'given', 'usedBefore', 'usedAfter'].map((name) => [name, [name]] as const),
);

interface Answer {
  httpStatus: number;
  reason: string;
  message: string;
  /** What the pod would have got, with what was changed in it on the way. */
  given?: number;
  /** Only what is stored has a version. */
  isStored: boolean;
}

const tryCreate = (kube: KubeConfig, pod: KubeManifest, resource: SharedResource): Promise<Answer> =>
  KubernetesObjectApi.makeApiClient(kube)
    .create<V1Pod & KubeManifest>(pod, undefined, 'All')
    .then(
      (answered) => ({
        httpStatus: 201,
        reason: '',
        message: '',
        given: givenIn(answered, resource),
        isStored: (answered.metadata?.resourceVersion ?? '') !== '',
      }),
      (error: unknown) => ({ ...apiFailure(error), isStored: false }),
    );

/** What the limits of all containers come to. */
const givenIn = ({ spec }: V1Pod, resource: SharedResource): number =>
  (spec?.containers ?? []).reduce(
    (sum, { resources }) => sum + quantity(resources?.limits?.[shareTerms[resource].name] ?? '0'),
    0,
  );

/** What the quotas of a namespace count, the most if there are several; undefined if none counts it, or they may not be read. */
async function usedOf(
  kube: KubeConfig,
  namespace: string,
  resource: SharedResource,
): Promise<number | undefined> {
  const { quotaKey } = shareTerms[resource];
  const { items } = await kube
    .makeApiClient(CoreV1Api)
    .listNamespacedResourceQuota({ namespace })
    .catch(() => ({ items: [] }));
  const counts = items.flatMap(({ status }) => status?.used?.[quotaKey] ?? []).map(quantity);
  return counts.length === 0 ? undefined : Math.max(...counts);
}
