import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

/** Namespace without a quota, where nothing runs: here it can be seen whether the policy acts. */
const probeNamespace = 'quota-gate-probe';

type Binding = Manifest & { spec: { policyName: string; validationActions: string[] } };

/** Admission takes a changed policy binding up to a second later: waits until it refuses a pod, or no longer does, as the binding says. */
export async function admissionPolicyFelt(
  kube: KubeConfig,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const { policyName, validationActions } = (manifest as Binding).spec;
  const expected = validationActions.includes('Deny') ? 'refused' : 'admitted';
  await waitUntil(
    async () => {
      const answer = await tryPod(core);
      const seen = answer.includes(`ValidatingAdmissionPolicy '${policyName}'`) ? 'refused' : answer;
      return seen === expected ? { ready: true } : { seen };
    },
    { what: `the admission policy ${policyName} to be in force`, timeoutMs: 15_000, signal },
  );
}

const tryPod = (core: CoreV1Api): Promise<string> =>
  core.createNamespacedPod({ namespace: probeNamespace, dryRun: 'All', body: probePod }).then(
    () => 'admitted',
    (error: Error) => error.message,
  );

const probePod = {
  metadata: { name: 'policy-probe' },
  spec: { containers: [{ name: 'probe', image: 'docker.io/tenantproof/pause:1' }] },
};
