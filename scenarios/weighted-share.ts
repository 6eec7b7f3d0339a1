import { victimTokenShare } from '../src/judge/checks/victim-token-share.ts';
import { weightedShare } from '../src/judge/checks/weighted-share.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { batchesOfLongPrompts } from './parts/batches-of-long-prompts.ts';

export const scenario: Scenario = {
  id: 'weighted-share',
  question: 'One tenant keeps the engines busy. Does another still get its share of them?',
  control: 'fair queue by tokens, and of a platform that promises weights, by weight',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics', 'simulated-gpu'],
  // Batches of long prompts, as in long-prompts. All tenants of the reference stack have the same weight, and one that keeps
  // within its limits leaves some slots free: what it can show is that nobody is held up behind a batch.
  attack: batchesOfLongPrompts,
  checks: [{ check: victimTokenShare(), provesControl: true }],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 6,
    windowSeconds: 6,
    guardSeconds: 0.7,
    looksPairs: [4, 8],
  },
  weaknesses: [
    {
      fixture: 'fifo-queue',
      removes: 'first come first served, so that a prompt that may not run yet holds up everybody behind it',
      design: {
        kind: 'paired-windows',
        warmUpSeconds: 3,
        windowSeconds: 6,
        guardSeconds: 2,
        looksPairs: [2, 4, 8],
      },
    },
  ],
  cure: {
    usualCause:
      'Requests of all tenants wait in one queue in order of arrival, so that whoever sends most gets most.',
    fix: "Set `queue: fair` in the gateway's configuration, and the `weight` of each tenant to what it was promised; in your own gateway a queue for each tenant, served by weight and tokens.",
  },
  outside: {
    asks: ['weight'],
    asksEveryTenant: true,
    // Twice its promise: the limiter lets all of that through and nothing else, so that no limit but the engines' own is met.
    attack: { kind: 'request-flood', timesPromisedRate: 2, queues: true },
    // Requests time out after five seconds: whatever waited is gone before the next flood begins, two seconds before the
    // five that are measured.
    design: {
      kind: 'paired-windows',
      warmUpSeconds: 6,
      windowSeconds: 13,
      guardSeconds: 8,
      looksPairs: [2, 4, 8],
    },
    checks: [{ check: weightedShare(), provesControl: true }],
  },
};
