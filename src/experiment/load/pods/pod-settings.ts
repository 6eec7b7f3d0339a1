/** Where everything is in the image of the load generator, and where its Secret is mounted. */
export const inPod = {
  k6: '/usr/bin/k6',
  script: '/app/load.ts',
  nullSink: '/app/null-sink.mjs',
  secret: '/secret',
  /** Keys of the Secret. */
  job: '/secret/job.json',
  token: '/secret/token',
} as const;

/** Where the agent listens, and where a call to it carries the token. */
export const agentPort = 8080;
export const tokenHeader = 'x-tenantproof-token';

/** What a pod is told in its environment; nothing of it is secret. */
export interface PodSettings {
  /** Which of the pods it is, from 0: `JOB_COMPLETION_INDEX`, which Kubernetes sets in the pods of an Indexed Job. */
  index: number;
  pods: number;
  /** Whether answers are streamed. */
  streamed: boolean;
  /** Port of the null sink on the pod's loopback; none is started without. */
  sinkPort?: number;
  /** Memory that k6 may fill before garbage is collected. */
  memoryMiB: number;
}

export const podEnvironment = ({ pods, streamed, sinkPort, memoryMiB }: Omit<PodSettings, 'index'>) => ({
  LOAD_PODS: String(pods),
  LOAD_STREAMED: String(streamed),
  LOAD_MEMORY_MIB: String(memoryMiB),
  ...(sinkPort === undefined ? {} : { LOAD_SINK_PORT: String(sinkPort) }),
});

export function readPodSettings(env: NodeJS.ProcessEnv): PodSettings {
  const sinkPort = env['LOAD_SINK_PORT'];
  return {
    index: Number(env['JOB_COMPLETION_INDEX']),
    pods: Number(env['LOAD_PODS']),
    streamed: env['LOAD_STREAMED'] === 'true',
    memoryMiB: Number(env['LOAD_MEMORY_MIB']),
    ...(sinkPort === undefined ? {} : { sinkPort: Number(sinkPort) }),
  };
}
