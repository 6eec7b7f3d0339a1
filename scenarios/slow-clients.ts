import { openWithinCap } from '../src/judge/checks/open-within-cap.ts';
import { victimErrors } from '../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../src/judge/checks/victim-p99-ratio.ts';
import { mostTokensOf } from '../src/model/reference-request.ts';
import type { Design, Scenario } from '../src/model/scenario.ts';
import type { CompletionTerms, Step } from '../src/model/step.ts';

const windows = { kind: 'paired-windows', windowSeconds: 6 } as const;

/** One request that waits for its queue to empty is enough; without the control every request of the victim is turned away. */
const weakened: Design = { ...windows, warmUpSeconds: 3, guardSeconds: 1.5, looksPairs: [2, 4, 8] };

/** More than the queue of the gateway holds (`queue_bound`). Each is for an answer that takes longer than a window. */
const readers = 240;

const slowBodies = 2;

interface Readers {
  readers: number;
  request: CompletionTerms;
}

/** All hang up before the next window begins. */
const trickling = ({ readers, request }: Readers): readonly Step[] => [
  {
    id: 'slow-clients',
    kind: 'together',
    steps: [
      {
        id: 'slow-bodies',
        kind: 'completions',
        hostile: true,
        as: 'aggressor',
        count: slowBodies,
        atOnce: slowBodies,
        request: { promptTokens: 16, maxTokens: 6 },
        sendDelayMs: 100,
        hangUp: { afterMs: 4500 },
      },
      {
        id: 'slow-readers',
        kind: 'completions',
        hostile: true,
        as: 'aggressor',
        startAfterMs: 100,
        count: readers,
        atOnce: readers,
        request,
        readDelayMs: 250,
        hangUp: { afterMs: 4400 },
      },
    ],
  },
];

/** Of a platform that is not ours: more than may be open at once, and what may be open is. */
const beyondCap = (maxConcurrency: number): number => maxConcurrency + Math.min(maxConcurrency, 10);

const slowlyRead = { promptTokens: 16, maxTokens: 400, stream: true } as const;

export const scenario: Scenario = {
  id: 'slow-clients',
  question:
    'One tenant opens hundreds of streams and reads them slowly, and sends bodies byte by byte. Does another tenant find the door shut?',
  control: 'concurrency cap per tenant, which counts a request from its headers to its last byte',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    steps: () => trickling({ readers, request: { promptTokens: 16, maxTokens: 4000, stream: true } }),
    // Few at the same time, and enough of everything else.
    suits: ({ maxConcurrency, burstRequests, rateLimitTpm }) =>
      maxConcurrency < burstRequests && maxConcurrency * 4016 < rateLimitTpm / 4,
  },
  checks: [
    { check: openWithinCap(), provesControl: true },
    { check: victimErrors(), provesControl: true },
    { check: victimP99Ratio(), provesControl: true },
  ],
  design: { ...windows, warmUpSeconds: 6, guardSeconds: 0.7, looksPairs: [4, 8, 24, 48, 96] },
  weaknesses: [
    {
      fixture: 'limiter-off',
      removes: 'no concurrency cap, and no other limit of a tenant',
      design: weakened,
    },
  ],
  cure: {
    usualCause:
      'Open requests are not counted, or only once their body is read, so that slow clients fill a queue that all tenants share.',
    fix: 'Set `max_concurrency` for every tenant in gateway.yaml, count from the headers on, and keep a time-out on headers and bodies.',
  },
  outside: {
    asks: ['concurrentRequests'],
    attack: {
      kind: 'steps',
      // Nothing but the cap refuses what is beyond it: an attack window comes every six seconds at most.
      suits: ({ maxConcurrency, burstRequests, rateLimitRpm, rateLimitTpm }) => {
        const inWindow = beyondCap(maxConcurrency) + slowBodies;
        return (
          burstRequests >= 2 * inWindow &&
          rateLimitRpm >= 10 * inWindow &&
          rateLimitTpm >= 10 * inWindow * mostTokensOf(slowlyRead)
        );
      },
      steps: ({ aggressor: { maxConcurrency } }) =>
        trickling({ readers: beyondCap(maxConcurrency), request: slowlyRead }),
    },
    checks: [
      { check: victimErrors(), provesControl: true },
      { check: victimP99Ratio(), provesControl: true },
    ],
  },
};
