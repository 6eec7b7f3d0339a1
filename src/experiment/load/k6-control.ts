/** k6's REST API on its loopback port: https://grafana.com/docs/k6/latest/reference/k6-rest-api/. */
export interface K6Control {
  /** True once the users are made and the clock waits for us. */
  isPaused(signal: AbortSignal): Promise<boolean>;
  resume(signal: AbortSignal): Promise<void>;
}

/** `ExecutionStatus` "started" of k6 (lib/execution.go): users made, waiting or running. */
const readyToRun = 4;

export function k6Control(port: number): K6Control {
  const url = `http://127.0.0.1:${port}/v1/status`;
  return {
    async isPaused(signal) {
      const answer = await fetch(url, { signal });
      const { data } = (await answer.json()) as { data: { attributes: { status: number; paused: boolean } } };
      return data.attributes.paused && data.attributes.status >= readyToRun;
    },
    async resume(signal) {
      const body = JSON.stringify({ data: { type: 'status', id: 'default', attributes: { paused: false } } });
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch(url, { method: 'PATCH', body, headers, signal });
      if (!answer.ok) throw new Error(`k6 refused to start: ${answer.status} ${await answer.text()}`);
    },
  };
}
