import type { KubeManifest } from './step.ts';

export interface ScriptPodTerms {
  name: string;
  /** CommonJS. What it writes to `/dev/termination-log` is the container's termination message. */
  script: string;
  labels?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  /** Runs as root, so that it may write to its own root file system. */
  asRoot?: true;
}

/** A pod that runs a few lines of JavaScript once and states no limits: whatever stops it is the platform's. It ends by itself in any case. */
export function scriptPod({ name, script, labels = {}, env = {}, asRoot }: ScriptPodTerms): KubeManifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: 120,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      ...(asRoot ? { securityContext: { runAsUser: 0 } } : {}),
      containers: [
        {
          name: 'script',
          image: 'docker.io/tenantproof/reference-stack:1',
          imagePullPolicy: 'IfNotPresent',
          command: ['/usr/bin/node', '-e', script],
          env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
          terminationMessagePolicy: 'FallbackToLogsOnError',
        },
      ],
    },
  };
}

/** Where `look` finds how the pod ended: its phase, and what its container said and ended with. */
export const scriptEnd = {
  phase: ['status', 'phase'],
  reason: ['status', 'reason'],
  message: ['status', 'message'],
  said: ['status', 'containerStatuses', '0', 'state', 'terminated', 'message'],
  how: ['status', 'containerStatuses', '0', 'state', 'terminated', 'reason'],
  exitCode: ['status', 'containerStatuses', '0', 'state', 'terminated', 'exitCode'],
} as const;
