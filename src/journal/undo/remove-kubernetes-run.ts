import {
  AdmissionregistrationV1Api,
  CoreV1Api,
  KubeConfig,
  SchedulingV1Api,
  type KubernetesListObject,
  type KubernetesObject,
} from '@kubernetes/client-node';
import { EnvironmentError } from '../../model/errors.ts';
import { waitUntil, type Probe } from '../../system/wait-until.ts';

export interface KubernetesRun {
  /** File with the credentials; they themselves are never recorded. */
  kubeconfig: string;
  context: string;
  runId: string;
}

/** Label of everything that a run made on a cluster that others use too. */
export const runLabel = 'tenantproof.dev/run';

/** Longest that the API server may refuse to take a deletion. */
const takenWithinMs = 30_000;
const goneWithinMs = 120_000;
/** Longest that it may fail to say what is left. */
const saidWithinMs = 30_000;

/** Deletes everything that carries the run's label, and waits until it is gone. Nothing else is looked at. */
export async function removeKubernetesRun(
  { kubeconfig, context, runId }: KubernetesRun,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const kube = new KubeConfig();
  kube.loadFromFile(kubeconfig);
  kube.setCurrentContext(context);
  await removeRun(kube, runId, signal);
}

/** The same with credentials at hand. */
export async function removeRun(kube: KubeConfig, runId: string, signal: AbortSignal): Promise<void> {
  const selected = { labelSelector: `${runLabel}=${runId}` };
  const all = `everything of run ${runId}`;
  const waiting = { intervalMs: 500, signal };
  await waitUntil(
    async () => {
      for (const removal of removals(kube)) await askToRemove(removal, selected);
      return { ready: true };
    },
    { ...waiting, what: `the cluster to take the deletion of ${all}`, timeoutMs: takenWithinMs },
  );
  const silence = await waitUntil(whatIsLeft(kube, selected), {
    ...waiting,
    what: `${all} to be gone from the cluster`,
    timeoutMs: goneWithinMs,
  });
  if (silence) throw silence;
}

/** Ready when nothing is left; also, with why, if the API server has not said so for long: waiting on tells nothing more. */
function whatIsLeft(kube: KubeConfig, selected: Selected): Probe<EnvironmentError | undefined> {
  let saidMs = performance.now();
  return async () => {
    try {
      const left = await Promise.all(removals(kube).map((removal) => removal.list(selected)));
      saidMs = performance.now();
      const names = left.flatMap(({ items }) => items.map(({ metadata }) => metadata?.name));
      return names.length === 0 ? { ready: undefined } : { seen: names.join(', ') };
    } catch (error) {
      if (performance.now() - saidMs < saidWithinMs) throw error;
      return { ready: silent(error, selected) };
    }
  };
}

function silent(error: unknown, { labelSelector }: Selected): EnvironmentError {
  const { code } = error as { code?: unknown };
  const why = typeof code === 'number' ? `answered ${code}` : 'gave no answer';
  return new EnvironmentError(
    `Asked what is left of ${labelSelector}, the API server ${why} for ${saidWithinMs / 1000} s`,
    { code: 'cluster-unreachable', cause: error },
  );
}

interface Selected {
  labelSelector: string;
}

/** What is being deleted already is left to it. */
async function askToRemove(removal: Removal, selected: Selected): Promise<void> {
  for (const { metadata } of (await removal.list(selected)).items) {
    if (metadata?.deletionTimestamp !== undefined) continue;
    await removal.remove({ name: metadata?.name ?? '' }).catch(unlessGone);
  }
}

interface Removal {
  list(selected: Selected): Promise<KubernetesListObject<KubernetesObject>>;
  remove(named: { name: string }): Promise<unknown>;
}

/** Of each kind outside namespaces that a run makes; policies first, so that they hinder nothing that goes after them. */
function removals(kube: KubeConfig): Removal[] {
  const core = kube.makeApiClient(CoreV1Api);
  const admission = kube.makeApiClient(AdmissionregistrationV1Api);
  const scheduling = kube.makeApiClient(SchedulingV1Api);
  return [
    {
      list: (selected) => admission.listValidatingAdmissionPolicyBinding(selected),
      remove: (named) => admission.deleteValidatingAdmissionPolicyBinding(named),
    },
    {
      list: (selected) => admission.listValidatingAdmissionPolicy(selected),
      remove: (named) => admission.deleteValidatingAdmissionPolicy(named),
    },
    {
      list: (selected) => core.listNamespace(selected),
      remove: (named) => core.deleteNamespace(named),
    },
    {
      list: (selected) => scheduling.listPriorityClass(selected),
      remove: (named) => scheduling.deletePriorityClass(named),
    },
  ];
}

/** Deleted already, or being deleted: 404 and 409 of the API conventions. */
function unlessGone(error: unknown): void {
  const { code } = error as { code?: number };
  if (code !== 404 && code !== 409) throw error;
}
