import { victimErrors } from '../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../src/judge/checks/victim-p99-ratio.ts';
import { victimSeenAlike } from '../src/judge/checks/victim-seen-alike.ts';
import { victimTokenShare } from '../src/judge/checks/victim-token-share.ts';
import type { Design, Scenario } from '../src/model/scenario.ts';
import { batchesOfLongPrompts } from './parts/batches-of-long-prompts.ts';

/** One batch of prompts in each attack window: it goes out as the measurement begins, and is worked through within it. */
const windows = { kind: 'paired-windows', windowSeconds: 6 } as const;

/** Whoever waited for a batch waits no longer when the next window is measured; two pairs show a wait of a second. */
const weakened: Design = { ...windows, warmUpSeconds: 3, guardSeconds: 2, looksPairs: [2, 4, 8] };

export const scenario: Scenario = {
  id: 'long-prompts',
  question:
    'One tenant sends batches of long prompts, within all its limits. Does another tenant wait behind them, or get less than its share?',
  control: 'fair queue by tokens, batch cap per tenant, and prompts worked through in pieces',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics', 'simulated-gpu'],
  attack: batchesOfLongPrompts,
  checks: [
    { check: victimP99Ratio(), provesControl: true },
    { check: victimTokenShare(), provesControl: true },
    { check: victimErrors(), provesControl: false },
    { check: victimSeenAlike(), provesControl: false },
  ],
  design: { ...windows, warmUpSeconds: 6, guardSeconds: 0.7, looksPairs: [4, 8, 24, 48, 96] },
  weaknesses: [
    {
      fixture: 'fifo-queue',
      removes: 'first come first served, so that a prompt that may not run yet holds up everybody behind it',
      design: weakened,
    },
    {
      fixture: 'no-batch-cap',
      removes: 'no batch cap, so that one tenant may hold every slot of the engine',
      breaks: ['victim-p99-ratio'],
      design: weakened,
    },
    {
      fixture: 'no-chunked-prefill',
      removes: 'a prompt is worked through in one step, and everybody waits for it',
      breaks: ['victim-p99-ratio'],
      design: { ...weakened, guardSeconds: 0.7 },
    },
  ],
  cure: {
    usualCause:
      'Requests are queued in order of arrival and counted one by one, as if a prompt of 8,000 tokens cost no more than one of 16.',
    fix: 'Set `queue: fair` and `batch_cap: per-tenant` in the gateway\'s configuration, and CHUNKED_PREFILL "on" in the engine (vLLM: --enable-chunked-prefill with a small --max-num-batched-tokens).',
  },
};
