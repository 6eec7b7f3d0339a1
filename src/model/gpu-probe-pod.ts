import type { GpuProgram } from './gpu-program.ts';
import type { KubeManifest } from './step.ts';

export interface GpuProbeTerms {
  name: string;
  program: GpuProgram;
  /** GPUs that its container asks for; absent: it states none. */
  gpus?: 1;
  /** What a tenant may write into its own pod. */
  env?: Readonly<Record<string, string>>;
}

const readyFile = '/run/cuda-probe/ready';

/**
 * The user of whatever shares a GPU: an MPS server serves the clients of one user at a time, nvidia-cuda-mps-control(1). It is
 * that of vLLM in `k8s-fixtures/overlays/gpu/`.
 */
const user = { runAsNonRoot: true, runAsUser: 2000, runAsGroup: 2000 };

/** A pod that runs one program of the CUDA probe, and has it as its label `gpu-probe`. It ends by itself in any case. */
export function gpuProbePod({ name, program, gpus, env = {} }: GpuProbeTerms): KubeManifest {
  const given = gpus === undefined ? {} : { 'nvidia.com/gpu': String(gpus) };
  // A context of the driver takes some hundred MiB of the host's memory.
  const resources = {
    requests: { cpu: '100m', memory: '256Mi', ...given },
    limits: { cpu: '1', memory: '1Gi', ...given },
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { 'gpu-probe': name } },
    spec: {
      runtimeClassName: 'nvidia',
      restartPolicy: 'Never',
      activeDeadlineSeconds: 300,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      securityContext: user,
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      containers: [
        {
          name: 'probe',
          image: 'docker.io/tenantproof/cuda-probe:1',
          imagePullPolicy: 'IfNotPresent',
          command: ['/cuda-probe', ...argumentsOf(program)],
          env: Object.entries({ NVIDIA_DRIVER_CAPABILITIES: 'compute,utility', ...env }).map(
            ([variable, value]) => ({ name: variable, value }),
          ),
          resources,
          readinessProbe: { exec: { command: ['/cuda-probe', 'is-ready', readyFile] }, periodSeconds: 1 },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          terminationMessagePolicy: 'FallbackToLogsOnError',
          volumeMounts: [{ name: 'run', mountPath: '/run/cuda-probe' }],
        },
      ],
      volumes: [{ name: 'run', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }],
    },
  };
}

const argumentsOf = (program: GpuProgram): string[] => [
  program.name,
  ...termsOf(program),
  '--ready',
  readyFile,
  '--report',
  '/dev/termination-log',
];

function termsOf(program: GpuProgram): string[] {
  switch (program.name) {
    case 'enumerate':
    case 'illegal-access':
      return [];
    case 'ladder': {
      const { stepBytes, ceilingBytes, holdSeconds } = program;
      return [
        '--step-bytes',
        String(stepBytes),
        '--ceiling-bytes',
        String(ceilingBytes),
        '--seconds',
        String(holdSeconds),
      ];
    }
    case 'busy':
      return ['--parts', program.parts.join(','), '--seconds', String(program.seconds)];
    case 'heartbeat':
      return ['--seconds', String(program.seconds)];
  }
}
