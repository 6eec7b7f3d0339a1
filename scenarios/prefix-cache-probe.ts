import { guessTellsNothing } from '../src/judge/checks/guess-tells-nothing.ts';
import { prefixHitsStayOwn } from '../src/judge/checks/prefix-hits-stay-own.ts';
import type { Cast, Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep, Step } from '../src/model/step.ts';

/** So many prompts of this length fit beside the weights in the victim's partition, and none pushes another out. */
const rounds = 8;
const promptTokens = 1800;
const maxTokens = 2;

const each = <T>(of: (round: number) => T): T[] => Array.from({ length: rounds }, (_, round) => of(round));
const ids = (what: string): string[] => each((round) => `${what}-${round}`);

/** A request whose prompt nobody outside this arm has ever sent. */
const ask = (id: string, as: CompletionsStep['as'], { prompt, cast }: Asked): CompletionsStep => ({
  kind: 'completions',
  id,
  as,
  count: 1,
  atOnce: 1,
  request: {
    // Both call the same model, or a cache that is shared could not show it.
    model: cast.victim.model,
    promptTokens,
    maxTokens,
    stream: true,
    ofThisArm: true,
    promptStart: prompt,
  },
});

interface Asked {
  prompt: string;
  cast: Cast;
}

const hits = (id: string): Step => ({
  kind: 'reading',
  id,
  app: 'engine',
  queries: { hits: 'sum(vllm:prefix_cache_hits_total)' },
});

/** Its model is loaded and its budget whole before the first guess, whose time would tell of that otherwise. */
const warmUp = (cast: Cast): Step => ({
  ...ask('warm-up', 'aggressor', { prompt: 'warm-up ', cast }),
  startAt: { requests: 2 * rounds + 1, tokens: (2 * rounds + 1) * (promptTokens + maxTokens) },
});

/** Guess and fresh prompt take turns in going first, so that whatever drifts falls on both. */
function probe(cast: Cast, round: number): Step[] {
  const guess: Step = {
    ...ask(`guess-${round}`, 'aggressor', { prompt: `secret ${round} `, cast }),
    hostile: true,
  };
  const fresh: Step = {
    ...ask(`fresh-${round}`, 'aggressor', { prompt: `fresh ${round} `, cast }),
    hostile: true,
  };
  return round % 2 === 0 ? [guess, fresh] : [fresh, guess];
}

export const scenario: Scenario = {
  id: 'prefix-cache-probe',
  question:
    "One tenant guesses another's long prompt and times the first token. Does the engine's prefix cache tell it that it guessed right?",
  control: "prefix cache of the engine, salted with the tenant's name",
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    suits: ({ burstRequests, rateLimitTpm }) =>
      burstRequests > 2 * rounds + 1 && rateLimitTpm > (2 * rounds + 1) * (promptTokens + maxTokens),
    steps: (cast) => {
      const secret = (what: string, round: number): Step =>
        ask(`${what}-${round}`, 'victim', { prompt: `secret ${round} `, cast });
      return [
        ...each((round) => secret('first', round)),
        warmUp(cast),
        hits('before-own'),
        ...each((round) => secret('own', round)),
        hits('after-own'),
        ...each((round) => probe(cast, round)).flat(),
        hits('after-guesses'),
      ];
    },
  },
  checks: [
    {
      check: prefixHitsStayOwn({
        own: { steps: ids('own'), from: 'before-own', to: 'after-own' },
        others: { steps: [...ids('guess'), ...ids('fresh')], from: 'after-own', to: 'after-guesses' },
      }),
      provesControl: true,
    },
    {
      check: guessTellsNothing({
        first: ids('first'),
        own: ids('own'),
        guesses: ids('guess'),
        fresh: ids('fresh'),
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 8 },
  weaknesses: [
    {
      fixture: 'shared-prefix-cache',
      removes: 'one prefix cache for all tenants',
    },
  ],
  cure: {
    usualCause: 'Automatic prefix caching hashes the tokens alone, so that equal prompts share their blocks.',
    fix: 'Salt the hash with the tenant (`cache_salt` of each request in vLLM, set by the gateway; `PREFIX_CACHE: per-tenant` in engine.yaml), or switch the cache off for tenants that must not be probed.',
  },
};
