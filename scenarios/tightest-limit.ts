import { stepsWithinRate } from '../src/judge/checks/steps-within-rate.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { Step } from '../src/model/step.ts';

const waves = 14;
const wave = (index: number): string => `wave-${index}`;

export const scenario: Scenario = {
  id: 'tightest-limit',
  question:
    'A tenant may send more by its own limit than the group that it belongs to. Which of the two binds?',
  control: 'composition of limits: the tighter of two binds',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'exact-allowance'],
  attack: {
    kind: 'steps',
    suits: ({ group, rateLimitRpm }) => group !== undefined && group.rateLimitRpm <= rateLimitRpm / 2,
    steps: ({ aggressor: { burstRequests, group, rateLimitRpm } }) => {
      const burst = Math.min(burstRequests, group?.burstRequests ?? burstRequests);
      // The burst is used up at once; from then on each wave offers twice what the looser limit lets in until the next.
      const perWave = Math.ceil(rateLimitRpm / 60);
      const send = (id: string, count: number, startAfterMs: number): Step => ({
        kind: 'completions',
        id,
        hostile: true,
        startAfterMs,
        as: 'aggressor',
        count,
        atOnce: 8,
        request: { promptTokens: 1, maxTokens: 1 },
      });
      return [
        {
          kind: 'completions',
          id: 'burst',
          hostile: true,
          as: 'aggressor',
          count: burst + 10,
          atOnce: 8,
          startAt: { requests: burst - 5 },
          request: { promptTokens: 1, maxTokens: 1 },
        },
        {
          kind: 'together',
          id: 'waves',
          steps: Array.from({ length: waves }, (_, index) => send(wave(index), perWave, 500 * (index + 1))),
        },
      ];
    },
  },
  checks: [
    {
      check: stepsWithinRate({
        id: 'within-rate-of-group',
        objective: 'A tenant gets no more than its group may have, whatever its own limit says',
        steps: ['burst', ...Array.from({ length: waves }, (_, index) => wave(index))],
        stretch: 'any',
        rateOf: ({ group }) => group,
      }),
      provesControl: true,
    },
  ],
  // A burst that was used up is whole again after half a minute.
  design: { kind: 'single-shot', settleSeconds: 65, expectedSeconds: 12 },
  weaknesses: [
    {
      fixture: 'group-limit-shadowed',
      removes: "a tenant's own request rate hides the tighter one of its group",
    },
  ],
  cure: {
    usualCause:
      'Limits are looked up from the most specific to the least, and the first that is found is taken.',
    fix: 'Ask every limit that applies and let the tightest decide (`limits_composition: tightest`).',
  },
};
