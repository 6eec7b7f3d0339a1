// One open-loop load for victim and aggressor alike. Everything it does is in the job file (`TENANTPROOF_JOB`):
// {url, apiKey, body, timeoutSeconds, stretches: [{name, rateRps, startSeconds, durationSeconds, vus}]}.
// Each request carries its intended start as metadata, so that latency can be counted from there: a late start is latency.
import http from 'k6/http';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const job = JSON.parse(open(__ENV.TENANTPROOF_JOB));
const refusedWithoutRetryAfter = new Counter('refused_without_retry_after');

export const options = {
  discardResponseBodies: true,
  noConnectionReuse: false,
  systemTags: ['status', 'scenario', 'error_code'],
  summaryTrendStats: ['count', 'p(99)'],
  scenarios: Object.fromEntries(
    job.stretches.map((stretch) => [
      stretch.name,
      {
        executor: 'constant-arrival-rate',
        exec: 'request',
        rate: stretch.rateRps,
        timeUnit: '1s',
        startTime: `${Math.round(stretch.startSeconds * 1000)}ms`,
        duration: `${Math.round(stretch.durationSeconds * 1000)}ms`,
        preAllocatedVUs: stretch.vus,
        maxVUs: stretch.vus,
        gracefulStop: `${job.timeoutSeconds}s`,
      },
    ]),
  ),
};

const params = {
  headers: { Authorization: `Bearer ${job.apiKey}`, 'Content-Type': 'application/json' },
  timeout: `${job.timeoutSeconds}s`,
};
const periodMs = Object.fromEntries(job.stretches.map(({ name, rateRps }) => [name, 1000 / rateRps]));

export function request() {
  const { name, startTime, iterationInTest } = exec.scenario;
  exec.vu.metrics.metadata.intended = String(startTime + iterationInTest * periodMs[name]);
  const answer = http.post(job.url, job.body, params);
  if (answer.status === 429 && !answer.headers['Retry-After']) refusedWithoutRetryAfter.add(1);
}

export function handleSummary() {
  return {};
}
