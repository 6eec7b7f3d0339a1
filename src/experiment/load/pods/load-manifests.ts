import type { V1Job, V1PodSpec, V1Secret } from '@kubernetes/client-node';
import { managedBy } from '../../../cluster/guest-rules.ts';
import type { LoadJob, LoadStretch } from '../load-job.ts';
import { agentPort, inPod, podEnvironment } from './pod-settings.ts';

/** Of everything that we make in the cluster for a load. */
export const ownLabels = { [managedBy.label]: managedBy.value };

/** What k6 and the agent may use; half of it k6 may fill before it collects garbage. */
const memoryMiB = 1024;
/** A load may be made ready long before it is released: the aggressor's before the victim has warmed up. */
const patienceSeconds = 900;
/** Then Kubernetes removes what nobody has removed. */
const keptSeconds = 120;
const secretVolume = 'secret';

export interface LoadInCluster {
  name: string;
  namespace: string;
  image: string;
  pods: number;
  streamed: boolean;
  sinkPort?: number;
  stretches: readonly LoadStretch[];
}

/**
 * An Indexed Job whose pods share one load. It is suspended until its Secret is there, ends by itself whatever becomes of
 * us, and is removed by Kubernetes after a while, with all that belongs to it. No pod is tried twice: a pod that is lost is
 * a load that is lost. Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/.
 */
export function loadJobManifest(load: LoadInCluster): V1Job {
  const { name, namespace, pods, stretches } = load;
  const lastSeconds = Math.max(
    ...stretches.map(({ startSeconds, durationSeconds }) => startSeconds + durationSeconds),
  );
  return {
    metadata: { name, namespace, labels: ownLabels },
    spec: {
      suspend: true,
      completionMode: 'Indexed',
      completions: pods,
      parallelism: pods,
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(lastSeconds) + patienceSeconds,
      ttlSecondsAfterFinished: keptSeconds,
      template: { metadata: { labels: { ...ownLabels, load: name } }, spec: podSpec(load) },
    },
  };
}

function podSpec(load: LoadInCluster): V1PodSpec {
  const { name, image, pods, streamed, sinkPort } = load;
  const environment = podEnvironment({
    pods,
    streamed,
    memoryMiB: memoryMiB / 2,
    ...(sinkPort === undefined ? {} : { sinkPort }),
  });
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 5,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { load: name } },
      },
    ],
    containers: [
      {
        name: 'generator',
        image,
        imagePullPolicy: 'Never',
        env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
        ports: [{ name: 'agent', containerPort: agentPort }],
        // No limit of processor time: a generator that is throttled is late.
        resources: {
          requests: { cpu: '100m', memory: '128Mi' },
          limits: { memory: `${memoryMiB}Mi` },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [{ name: secretVolume, mountPath: inPod.secret, readOnly: true }],
      },
    ],
    volumes: [{ name: secretVolume, secret: { secretName: name, defaultMode: 0o440 } }],
  };
}

/**
 * The job file with its API keys, and the token of the agents. It belongs to the Job and goes with it.
 * @param uid of the Job
 */
export function loadSecretManifest(
  { name, namespace }: Pick<LoadInCluster, 'name' | 'namespace'>,
  { uid, job, token }: { uid: string; job: LoadJob; token: string },
): V1Secret {
  return {
    metadata: {
      name,
      namespace,
      labels: ownLabels,
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid }],
    },
    immutable: true,
    stringData: { 'job.json': JSON.stringify(job), token },
  };
}
