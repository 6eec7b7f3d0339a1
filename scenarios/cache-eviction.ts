import { victimModelStaysLoaded } from '../src/judge/checks/victim-model-stays-loaded.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'cache-eviction',
  question:
    "One tenant calls model after model until the GPU's memory is full. Does another tenant's next request wait for its model to be loaded again?",
  control: 'GPU memory partitions, each with its own least-recently-used order',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: { kind: 'model-tour', rounds: 3 },
  checks: [{ check: victimModelStaysLoaded(), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 40 },
  weakness: {
    fixture: 'shared-lru',
    removes: 'no partitions of GPU memory, and one least-recently-used order for all tenants',
  },
};
