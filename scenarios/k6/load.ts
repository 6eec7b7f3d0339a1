// One open-loop load for victim and aggressor alike, run by k6 itself, which strips the types.
// Each request carries its intended start as metadata, so that latency can be counted from there: a late start is latency.
import exec from 'k6/execution';
import http, { type Response } from 'k6/http';
import { Counter } from 'k6/metrics';
import type { LoadJob, LoadStretch } from '../../src/experiment/load/load-job.ts';

/** As in `load-job.ts`, which k6 can't import for more than its types. */
const shamPrefix = 'sham_';
const distinctMark = '#'.repeat(16);

const job = JSON.parse(open(__ENV['TENANTPROOF_JOB'] ?? '')) as LoadJob;
const refusedWithoutRetryAfter = new Counter('refused_without_retry_after');

const scenarioFor = ({ rateRps, startSeconds, durationSeconds, vus }: LoadStretch): object => ({
  executor: 'constant-arrival-rate',
  exec: 'request',
  // k6 takes whole numbers only.
  rate: Number.isInteger(rateRps) ? rateRps : 1,
  timeUnit: Number.isInteger(rateRps) ? '1s' : `${Math.round(1e6 / rateRps)}us`,
  startTime: `${Math.round(startSeconds * 1000)}ms`,
  duration: `${Math.round(durationSeconds * 1000)}ms`,
  preAllocatedVUs: vus,
  maxVUs: vus,
  gracefulStop: `${job.timeoutSeconds}s`,
});

const { atOnce = 1 } = job;

export const options = {
  batch: atOnce,
  batchPerHost: atOnce,
  discardResponseBodies: true,
  systemTags: ['status', 'scenario', 'error_code'],
  scenarios: Object.fromEntries(job.stretches.map((stretch) => [stretch.name, scenarioFor(stretch)])),
};

const params = {
  headers: { Authorization: `Bearer ${job.apiKey}`, 'Content-Type': 'application/json' },
  timeout: `${job.timeoutSeconds}s`,
};
const periodMs = new Map(job.stretches.map(({ name, rateRps }) => [name, 1000 / rateRps]));

export function request(): void {
  const { name, startTime, iterationInTest } = exec.scenario;
  if (name.startsWith(shamPrefix)) {
    send(job.sinkUrl ?? '');
    return;
  }
  exec.vu.metrics.metadata['intended'] = String(startTime + iterationInTest * (periodMs.get(name) ?? 0));
  for (const answer of send(job.url)) {
    if (answer.status === 429 && !answer.headers['Retry-After']) refusedWithoutRetryAfter.add(1);
  }
}

const isDistinct = job.body.includes(distinctMark);

function send(url: string): Response[] {
  if (atOnce === 1) return [http.post(url, bodyOf(0), params)];
  return http.batch(Array.from({ length: atOnce }, (_, index) => ['POST', url, bodyOf(index), params]));
}

function bodyOf(index: number): string {
  if (!isDistinct) return job.body;
  const { idInTest, iterationInInstance } = exec.vu;
  const own = `${idInTest}.${iterationInInstance}.${index}.`;
  return job.body.replace(distinctMark, own.padEnd(distinctMark.length, '.'));
}

export function handleSummary(): object {
  return {};
}
