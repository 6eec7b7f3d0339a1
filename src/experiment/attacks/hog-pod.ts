import type { V1Pod } from '@kubernetes/client-node';

export interface HogSpec {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  ceilingBytes: number;
}

/** Pace of the hog: slow enough that it grows, and is killed, in the measured part of a window. */
const stepBytes = 8 * 2 ** 20;
const stepDelayMs = 120;

/** A pod that states no memory limit of its own: whatever stops it is the platform's. It ends by itself in any case. */
export function hogPod({ namespace, name, labels, ceilingBytes }: HogSpec): V1Pod {
  return {
    metadata: { name, namespace, labels },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: 30,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'hog',
          image: 'docker.io/tenantproof/reference-stack:1',
          imagePullPolicy: 'IfNotPresent',
          command: ['/usr/bin/node', '/app/hog.mjs'],
          env: [
            { name: 'CEILING_BYTES', value: String(ceilingBytes) },
            { name: 'STEP_BYTES', value: String(stepBytes) },
            { name: 'STEP_DELAY_MS', value: String(stepDelayMs) },
            { name: 'HOLD_MS', value: '500' },
          ],
          terminationMessagePolicy: 'FallbackToLogsOnError',
        },
      ],
    },
  };
}

/** How the hog's container ended, as its kubelet reports it. */
export interface HogEnd {
  reason: string;
  exitCode: number;
  allocatedBytes: number;
  startedAtMs: number;
  endedAtMs: number;
}

/** undefined while the hog still runs. */
export function endOfHog(pod: V1Pod): HogEnd | undefined {
  const terminated = pod.status?.containerStatuses?.[0]?.state?.terminated;
  if (!terminated) return undefined;
  return {
    reason: terminated.reason ?? '',
    exitCode: terminated.exitCode,
    allocatedBytes: lastAmount(terminated.message ?? ''),
    startedAtMs: new Date(terminated.startedAt ?? 0).getTime(),
    endedAtMs: new Date(terminated.finishedAt ?? 0).getTime(),
  };
}

/** The hog's last word on how much it has touched: `allocated <bytes>` or `held <bytes>`. */
function lastAmount(message: string): number {
  const amounts = [...message.matchAll(/\b(?:allocated|held) (\d+)/g)];
  return Number(amounts.at(-1)?.[1] ?? 0);
}
