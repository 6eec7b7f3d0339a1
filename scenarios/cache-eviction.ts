import { victimModelStaysLoaded } from '../src/judge/checks/victim-model-stays-loaded.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'cache-eviction',
  question:
    "One tenant calls model after model until the GPU's memory is full. Does another tenant's next request wait for its model to be loaded again?",
  control: 'GPU memory partitions, each with its own least-recently-used order',
  profiles: ['quick', 'nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: { kind: 'model-tour', rounds: 3 },
  checks: [{ check: victimModelStaysLoaded(), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 40, expectedSeconds: 12 },
  weaknesses: [
    {
      fixture: 'shared-lru',
      removes: 'no partitions of GPU memory, and one least-recently-used order for all tenants',
      // The engines start anew, and nothing is loaded yet.
      design: { kind: 'single-shot', settleSeconds: 40, expectedSeconds: 20 },
    },
  ],
  cure: {
    usualCause: 'One memory pool for all tenants: whoever loads last evicts whoever waited longest.',
    fix: 'Give every tenant a partition of GPU memory (`memory_limit_gb` in gateway.yaml; on hardware MIG, or MPS with a pinned memory limit) and evict only within it.',
  },
};
