import { shareTerms, type SharedResource } from './share.ts';
import type { KubeManifest, TryPodStep } from './step.ts';

export interface TriedPodTerms {
  name: string;
  resource: SharedResource;
  /** GPUs, or bytes of memory limits, of all containers together. */
  amount: number;
}

const names = { over: 'tenantproof-more-than-promised', within: 'tenantproof-what-is-left' } as const;

/** All that a tried pod may be called, in every namespace: a Role names them. */
export const triedPodNames: readonly string[] = Object.values(names);

/** Name of the pod that a step tries. */
export const triedPodName = ({ beyond }: Pick<TryPodStep, 'beyond'>): string =>
  beyond > 0 ? names.over : names.within;

/** In so many containers at most, so that no bound on a single one refuses what the tenant may have in all. */
const mostContainers = 16;

/** What must be stated where a quota counts it. */
const little = { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '1Mi' };

/**
 * A pod that is never made. It keeps to the `restricted` Pod Security Standard, and has no deadline: a quota may count only
 * pods without one. It requests little memory, so that a quota on requests does not stand in for one on limits.
 */
export function triedPod({ name, resource, amount }: TriedPodTerms): KubeManifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: partsOf(amount, shareTerms[resource].least).map((part, index) => ({
        name: `part-${index}`,
        image: 'registry.k8s.io/pause:3.10',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        resources: resource === 'gpus' ? withGpus(part) : withMemory(part),
      })),
    },
  };
}

interface Resources {
  requests: Readonly<Record<string, string>>;
  limits: Readonly<Record<string, string>>;
}

function withGpus(gpus: number): Resources {
  const all = { ...little, ...(gpus > 0 ? { [shareTerms.gpus.name]: String(gpus) } : {}) };
  return { requests: all, limits: all };
}

const withMemory = (bytes: number): Resources => ({
  requests: { ...little, memory: String(Math.min(bytes, shareTerms.memory.least)) },
  limits: { ...little, memory: String(bytes) },
});

/** Nearly equal whole parts, none of them less than `least` if the amount is more. */
function partsOf(amount: number, least: number): number[] {
  const count = Math.min(mostContainers, Math.max(1, Math.floor(amount / least)));
  const part = Math.floor(amount / count);
  return Array.from({ length: count }, (_, index) => (index === 0 ? amount - part * (count - 1) : part));
}
