import type { KubeManifest } from './step.ts';

export interface IdlePodTerms {
  name: string;
  /** GPUs that its container asks for; absent: it states none. */
  gpus?: number;
  labels?: Readonly<Record<string, string>>;
  /** Further fields of the pod's `spec`. */
  spec?: Readonly<Record<string, unknown>>;
}

/** A pod that does nothing, costs next to nothing, and ends by itself after two minutes. */
export function idlePod({ name, gpus, labels = {}, spec = {} }: IdlePodTerms): KubeManifest {
  const amount = { 'nvidia.com/gpu': String(gpus) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: {
      activeDeadlineSeconds: 120,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'idle',
          image: 'docker.io/tenantproof/pause:1',
          imagePullPolicy: 'IfNotPresent',
          ...(gpus === undefined ? {} : { resources: { requests: amount, limits: amount } }),
        },
      ],
      ...spec,
    },
  };
}
