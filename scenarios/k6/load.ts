// One open-loop load for victim and aggressor alike, run by k6 itself, which strips the types.
// Each request carries its intended start as metadata, so that latency can be counted from there: a late start is latency.
import exec from 'k6/execution';
import http, { type Params, type Response } from 'k6/http';
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
  // No request goes to another host than the one that was named.
  maxRedirects: 0,
  batch: atOnce,
  batchPerHost: atOnce,
  discardResponseBodies: true,
  systemTags: ['status', 'scenario', 'error_code'],
  scenarios: Object.fromEntries(job.stretches.map((stretch) => [stretch.name, scenarioFor(stretch)])),
};

const paramsOf = job.apiKeys.map((apiKey) => ({
  headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
  timeout: `${job.timeoutSeconds}s`,
}));
const senders = paramsOf.length;
const stretchOf = new Map(job.stretches.map((stretch) => [stretch.name, stretch]));

/** (√5 − 1) / 2: its multiples spread evenly over a circle, wherever they stop (Weyl, 1916). */
const golden = 0.6180339887498949;

/** Who sends: at first only those who have joined, as `joinSeconds` says, and then everyone in turn. */
function senderOf(iteration: number, { rateRps, joinSeconds = 0 }: LoadStretch): number {
  const seconds = iteration / rateRps;
  if (seconds < joinSeconds) return iteration % (1 + Math.floor((senders * seconds) / joinSeconds));
  return inTurn(iteration);
}

/**
 * Everyone sends once in each round. Each round begins with someone else, so that nobody always sends at the same moment as
 * something else that recurs.
 */
function inTurn(iteration: number): number {
  const round = Math.floor(iteration / senders);
  return (iteration + Math.floor(senders * ((round * golden) % 1))) % senders;
}

export function request(): void {
  const { name, startTime, iterationInTest } = exec.scenario;
  const stretch = stretchOf.get(name);
  if (!stretch) throw new Error(`no stretch is called ${name}`);
  const sender = senderOf(iterationInTest, stretch);
  const params = paramsOf[sender] ?? null;
  if (name.startsWith(shamPrefix)) {
    send(job.sinkUrl ?? '', params);
    return;
  }
  exec.vu.metrics.metadata['intended'] = String(startTime + (1000 * iterationInTest) / stretch.rateRps);
  if (senders > 1) exec.vu.metrics.metadata['tenant'] = String(sender);
  for (const answer of send(job.url, params)) {
    if (answer.status === 429 && !saysWhen(answer)) refusedWithoutRetryAfter.add(1);
  }
}

const { comeBackHeaders = ['Retry-After'] } = job;

const saysWhen = ({ headers }: Response): boolean => comeBackHeaders.some((name) => headers[name]);

const isDistinct = job.body.includes(distinctMark);

function send(url: string, params: Params | null): Response[] {
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
