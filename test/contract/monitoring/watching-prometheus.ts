import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunToTell } from '../../../src/report/format.ts';
import { format } from '../../../src/report/formats/metrics.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { runPrometheus } from '../../helpers/real-prometheus.ts';
import { smallServer } from '../steps/small-server.ts';

const intervalMs = 200;

export interface Alert {
  state: 'pending' | 'firing';
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** A real Prometheus with the alert rules that ship, which scrapes the metrics of the run that it is shown. */
export interface WatchingPrometheus extends AsyncDisposable {
  /** Shows it the next run; resolves with the alerts once that was scraped and every rule was evaluated after. */
  alertsOf: (run: RunToTell) => Promise<Alert[]>;
  /** Values that a query gives now. */
  query: (expr: string) => Promise<unknown[]>;
}

export async function watchingPrometheus(signal: AbortSignal): Promise<WatchingPrometheus> {
  let text = '';
  await using stack = new AsyncDisposableStack();
  const pushgateway = stack.use(
    await smallServer(({ response }) =>
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
    ),
  );
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-watching-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'prometheus.yml'), configFor(pushgateway.url.host));
  const { url } = stack.use(await runPrometheus(folder, signal));

  const ask = async <T>(path: string, params: Record<string, string> = {}): Promise<T> => {
    const asked = new URL(`/api/v1/${path}`, url);
    asked.search = new URLSearchParams(params).toString();
    const answer = await fetch(asked, { signal });
    const { data, error } = (await answer.json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(`${path} ${JSON.stringify(params)}: ${error}`);
    return data;
  };
  const query = async (expr: string): Promise<unknown[]> =>
    (await ask<{ result: unknown[] }>('query', { query: expr })).result;

  const alertsOf = async (run: RunToTell): Promise<Alert[]> => {
    text = await format.render(run);
    const { id } = run.report.run;
    await waitUntil(
      async () => {
        if ((await query(`tenantproof_run_info{run="${id}"}`)).length === 1) return { ready: true };
        const { activeTargets } = await ask<Targets>('targets');
        return { seen: activeTargets[0]?.lastError ?? 'no target' };
      },
      { what: `a scrape of ${id}`, timeoutMs: 20_000, signal },
    );
    // Rules look at the moment at which they were due, which may be a little before they are evaluated.
    const dueMs = Date.now() + intervalMs;
    await waitUntil(
      async () => {
        const { groups } = await ask<Rules>('rules');
        const last = groups[0]?.lastEvaluation ?? 'never';
        return Date.parse(last) > dueMs ? { ready: true } : { seen: last };
      },
      { what: 'an evaluation of the rules', timeoutMs: 20_000, signal },
    );
    return (await ask<{ alerts: Alert[] }>('alerts')).alerts;
  };
  const disposal = stack.move();
  return { alertsOf, query, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

interface Targets {
  activeTargets: { lastError: string }[];
}

interface Rules {
  groups: { lastEvaluation: string }[];
}

const configFor = (target: string): string => `
global: { scrape_interval: ${intervalMs}ms, scrape_timeout: ${intervalMs}ms, evaluation_interval: ${intervalMs}ms }
rule_files: ['${packageFile('k8s-fixtures/monitoring/alerts.yaml')}']
scrape_configs:
  - job_name: pushgateway
    honor_labels: true
    static_configs: [{ targets: ['${target}'] }]
`;
