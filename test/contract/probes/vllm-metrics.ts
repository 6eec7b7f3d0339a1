import { smallServer, type SmallServer } from '../steps/small-server.ts';

export interface VllmMetrics extends SmallServer {
  /** Requests that wait from now on; none are there until this was called. */
  waiting: (requests: number) => void;
}

/** Serves `/metrics` as vLLM does, of an engine with two requests at work. */
export async function vllmMetrics(): Promise<VllmMetrics> {
  let requests = 0;
  const server = await smallServer(
    ({ response }) =>
      void response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`\
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{model_name="small"} 2
# TYPE vllm:num_requests_waiting gauge
vllm:num_requests_waiting{model_name="small"} ${requests}
# TYPE vllm:generation_tokens_total counter
vllm:generation_tokens_total{model_name="small"} 1500
`),
  );
  return {
    ...server,
    waiting: (now) => {
      requests = now;
    },
  };
}
