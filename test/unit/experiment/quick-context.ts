import type { AttackContext } from '../../../src/experiment/attacks/attack-driver.ts';
import type { Stack } from '../../../src/stack/stack.ts';
import { floodPlan } from '../judge/example-arm.ts';
import { design, playedLoad } from './quick-windows.ts';

/** Of an arm whose load is played by nobody. */
export const contextOf = (recorder: Partial<AttackContext['recorder']>): AttackContext => ({
  plan: { ...floodPlan, design },
  stack: { tenant: () => ({ apiKey: 'key' }) } as unknown as Stack,
  recorder: {
    folder: '/nowhere',
    record: () => {},
    keepSamples: () => {},
    snapshot: () => ({ observations: [] }),
    ...recorder,
  },
  startLoad: async () => playedLoad(),
  signal: new AbortController().signal,
  bill: () => Promise.reject(new Error('no bill is asked for')),
});
