import { KubernetesObjectApi, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { apiFailure } from '../../cluster/api-failure.ts';
import { quantity } from '../../model/quantity.ts';
import { amountAsked, mostTries, shareTerms, type SharedResource } from '../../model/share.ts';
import type { KubeManifest, TryPodStep } from '../../model/step.ts';
import { triedPod, triedPodName } from '../../model/tried-pod.ts';
import { abortable } from '../../system/abortable.ts';
import { nowMs } from '../../system/clock.ts';
import { notedOf } from './noted.ts';
import type { StepContext } from './step-context.ts';
import { countedIn, usedOnceSomeIsLeft } from './used-share.ts';

/**
 * Asks the API server what it would say to a pod, and records the answer with what the pod asks for, what it was to be given,
 * and what the quota counted before and after.
 * @throws Error if the pod was made all the same; it is removed when the arm is over, if we may
 */
export async function playTryPod(context: StepContext, step: TryPodStep): Promise<void> {
  let tried = await tryOnce(context, step);
  for (let tries = 1; isDisturbed(tried) && tries < mostTries; tries++) tried = await tryOnce(context, step);
  const { pod, answer, durationMs, ...amounts } = tried;
  const { httpStatus, reason, message, given } = answer;
  context.recorder.record({
    kind: 'api-call',
    step: step.id,
    as: step.tenant.name,
    verb: 'create',
    resource: pod.kind,
    name: pod.metadata.name,
    httpStatus,
    reason,
    message,
    durationMs,
    noted: notedOf({ ...amounts, given }, amountPaths),
  });
  if (!answer.isStored) return;
  context.created.push(pod);
  const { name, namespace } = pod.metadata;
  throw new Error(
    `the API server made the pod ${name}, which it was only asked about; see that it is gone: kubectl delete pod ${name} --namespace ${namespace}`,
  );
}

interface Tried {
  pod: KubeManifest;
  answer: Answer;
  durationMs: number;
  asked: number;
  usedBefore: number | undefined;
  usedAfter: number | undefined;
  scoped: readonly string[];
}

/** Others came or went; a pod that was made is counted too. */
const isDisturbed = ({ usedBefore, usedAfter, answer }: Tried): boolean =>
  usedBefore !== usedAfter && !answer.isStored;

async function tryOnce(context: StepContext, step: TryPodStep): Promise<Tried> {
  const { stack, signal } = context;
  const { resource, tenant } = step;
  const { namespace } = tenant;
  const usedBefore = await usedOnceSomeIsLeft(context, step);
  const asked = amountAsked(step, usedBefore);
  const bare = triedPod({ name: triedPodName(step), resource, amount: asked });
  const pod = { ...bare, metadata: { ...bare.metadata, namespace } };
  const startedMs = nowMs();
  const answer = await abortable(tryCreate(stack.tenant(tenant.name).kube, pod, resource), signal);
  const durationMs = nowMs() - startedMs;
  const { used: usedAfter, scoped } = await abortable(countedIn(stack.kube, namespace, resource), signal);
  return { pod, answer, durationMs, asked, usedBefore, usedAfter, scoped };
}

const amountPaths = Object.fromEntries(
  ['asked', 'given', 'usedBefore', 'usedAfter', 'scoped'].map((name) => [name, [name]] as const),
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
