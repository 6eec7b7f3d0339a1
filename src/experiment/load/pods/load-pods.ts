import { randomBytes } from 'node:crypto';
import {
  BatchV1Api,
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type KubeConfig,
  type V1ContainerStateWaiting,
  type V1Pod,
} from '@kubernetes/client-node';
import { EnvironmentError } from '../../../model/errors.ts';
import { waitUntil, type Unready } from '../../../system/wait-until.ts';
import type { LoadJob } from '../load-job.ts';
import { agentCalls, type AgentCalls } from './agent-calls.ts';
import { loadJobManifest, loadSecretManifest, type LoadInCluster } from './load-manifests.ts';
import { ignoreMissing } from './load-namespace.ts';

/** One pod whose container runs. */
export interface LoadPod {
  pod: string;
  node: string;
  calls: AgentCalls;
  /** Why it cannot answer any more; undefined while it can. */
  whyGone: () => Promise<string | undefined>;
}

/** The pods of one load, in the order of their segments; disposing removes them, and resolves when they are gone. */
export interface LoadPods extends AsyncDisposable {
  pods: LoadPod[];
}

const runningTimeoutMs = 60_000;
const goneTimeoutMs = 30_000;

/**
 * Makes the Job and its Secret and waits until every pod runs.
 * @throws EnvironmentError `load-pod-failed`, `wait-timeout` with what keeps the pods from running
 */
export async function startLoadPods(
  kube: KubeConfig,
  { load, job, signal }: { load: LoadInCluster; job: LoadJob; signal: AbortSignal },
): Promise<LoadPods> {
  const batch = kube.makeApiClient(BatchV1Api);
  const core = kube.makeApiClient(CoreV1Api);
  const { namespace, name } = load;
  const token = randomBytes(24).toString('base64url');
  const selected = { namespace, labelSelector: `load=${name}` };
  const remove = async (): Promise<void> => {
    await batch
      .deleteNamespacedJob({ namespace, name, propagationPolicy: 'Background' })
      .catch(ignoreMissing);
    await waitUntil(
      async () => {
        const { items } = await core.listNamespacedPod(selected);
        return items.length === 0 ? { ready: true } : { seen: `${items.length} of its pods` };
      },
      {
        what: `the load ${name} to go`,
        timeoutMs: goneTimeoutMs,
        signal: AbortSignal.timeout(goneTimeoutMs),
      },
    );
  };
  await using undo = new AsyncDisposableStack();
  undo.defer(remove);
  const { metadata } = await batch.createNamespacedJob({ namespace, body: loadJobManifest(load) });
  const secret = loadSecretManifest(load, { uid: metadata?.uid ?? '', job, token });
  await core.createNamespacedSecret({ namespace, body: secret });
  await batch.patchNamespacedJob(
    { namespace, name, body: { spec: { suspend: false } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  const running = await waitUntil(
    async () => allRunning((await core.listNamespacedPod(selected)).items, load.pods),
    {
      what: `${load.pods} pods of the load ${name} to run`,
      timeoutMs: runningTimeoutMs,
      signal,
    },
  );
  if ('failed' in running) throw new EnvironmentError(running.failed, { code: 'load-pod-failed' });
  const pods = running.pods.map((pod) => loadPod(pod, { kube, core, namespace, token }));
  const kept = undo.move();
  return { pods, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function loadPod(
  { metadata, spec }: V1Pod,
  { kube, core, namespace, token }: { kube: KubeConfig; core: CoreV1Api; namespace: string; token: string },
): LoadPod {
  const pod = metadata?.name ?? '';
  return {
    pod,
    node: spec?.nodeName ?? '',
    calls: agentCalls(kube, { namespace, pod, token }),
    whyGone: async () => {
      const { items } = await core.listNamespacedPod({ namespace, fieldSelector: `metadata.name=${pod}` });
      return goneBecause(items.find((each) => each.metadata?.uid === metadata?.uid));
    },
  };
}

type Running = { ready: { pods: V1Pod[] } | { failed: string } } | Unready;

/** Reasons of a kubelet whose node has not got the image: `Never` pulled, it is there or it is not. */
const lacksImage = new Set(['ErrImageNeverPull', 'ErrImagePull', 'ImagePullBackOff']);

const imageHint =
  'Get the image of the load generator on every node (k8s-fixtures/README.md says how), or use --load host.';

/** Whether every pod runs, what the others wait for, or which will never. */
export function allRunning(pods: readonly V1Pod[], wanted: number): Running {
  const failed = pods.find(({ status }) => status?.phase === 'Failed');
  if (failed)
    return { ready: { failed: `${failed.metadata?.name} of the load failed: ${goneBecause(failed)}` } };
  const running = pods.filter(({ status }) => status?.phase === 'Running');
  if (running.length === wanted) return { ready: { pods: running.sort((a, b) => indexOf(a) - indexOf(b)) } };
  const waiting = pods.filter((pod) => !running.includes(pod));
  const seen = [`${running.length} run`, ...new Set(waiting.map(waitsFor))].join('; ');
  const imageless = waiting.some((pod) => lacksImage.has(waitingState(pod)?.reason ?? ''));
  return { seen, ...(imageless ? { hint: imageHint } : {}) };
}

const indexOf = ({ metadata }: V1Pod): number =>
  Number(metadata?.labels?.['batch.kubernetes.io/job-completion-index']);

const waitingState = ({ status }: V1Pod): V1ContainerStateWaiting | undefined =>
  status?.containerStatuses?.[0]?.state?.waiting;

function waitsFor(pod: V1Pod): string {
  const { status } = pod;
  const waiting = waitingState(pod);
  const unscheduled = status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return waiting?.message ?? waiting?.reason ?? unscheduled?.message ?? status?.phase ?? 'no phase';
}

/** Why a pod cannot answer any more; undefined while it runs. */
export function goneBecause(pod: V1Pod | undefined): string | undefined {
  if (!pod) return 'it was removed';
  const ended = pod.status?.containerStatuses?.[0]?.state?.terminated;
  if (ended) return `its container ended: ${ended.reason ?? 'no reason'}, exit code ${ended.exitCode}`;
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Failed' || phase === 'Succeeded') return `it ended: ${message ?? reason ?? phase}`;
  return undefined;
}
