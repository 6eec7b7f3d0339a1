import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { memoryWithinPartition } from '../src/judge/checks/memory-within-partition.ts';
import { victimMemoryUntouched } from '../src/judge/checks/victim-memory-untouched.ts';
import type { Cast, Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep, Step } from '../src/model/step.ts';

const promptTokens = 16;
/** Longest that a context is held, so that scrapes of one second see it. */
const heldMs = 3000;
/** The whole attack lies within, and no other arm of the same engine would let the figures be higher. */
const stretchSeconds = 30;
/** The aggressor's requests, and one to see whether its budget is whole. */
const requests = 9;

type Terms = Partial<Pick<CompletionsStep, 'hangUp' | 'startAfterMs' | 'startAt'>> & { model?: string };

/** A stream that holds a context of so many tokens until its client hangs up. */
const context = (id: string, tokens: number, { model, ...terms }: Terms = {}): CompletionsStep => ({
  kind: 'completions',
  id,
  hostile: true,
  as: 'aggressor',
  count: 1,
  atOnce: 1,
  request: {
    promptTokens,
    maxTokens: tokens - promptTokens,
    stream: true,
    ...(model === undefined ? {} : { model }),
  },
  hangUp: { afterTokens: 1 },
  ...terms,
});

const victims = (id: string, startAfterMs: number): CompletionsStep => ({
  kind: 'completions',
  id,
  as: 'victim',
  count: 5,
  atOnce: 1,
  startAfterMs,
  request: { promptTokens: 16, maxTokens: 6 },
});

const counted = {
  loads: 'sum by (tenant_id) (model_loads_total)',
  evictions: 'sum by (tenant_id) (model_evictions_total)',
  outOfMemory: 'sum by (tenant_id) (gpu_out_of_memory_total)',
};

/** Engines that are no more are not asked. */
const ofLiving = 'and on (pod) process_start_time_seconds{app="engine"}';
const peaks = {
  peak: `max by (tenant_id) (max_over_time(gpu_memory_used_bytes[${stretchSeconds}s]) ${ofLiving})`,
  peakOfAll: `max(max_over_time(sum by (pod) (gpu_memory_used_bytes)[${stretchSeconds}s:1s]) ${ofLiving})`,
  total: `min(gpu_memory_total_bytes ${ofLiving})`,
};

const reading = (id: string, queries: Record<string, string>): Step => ({
  kind: 'reading',
  id,
  app: 'engine',
  by: 'tenant_id',
  queries,
});

/** Tokens of the longest context that fits into the aggressor's partition beside the weights of one model. */
const fittingTokens = ({ aggressor, facts }: Cast): number =>
  Math.floor((aggressor.gpuPartitionBytes - facts.modelBytes) / facts.kvBytesPerToken / facts.kvBlockTokens) *
  facts.kvBlockTokens;

function steps(cast: Cast): Step[] {
  const { aggressor, facts } = cast;
  const fitting = fittingTokens(cast);
  const longest = facts.maxContextTokens;
  const [, second = aggressor.model] = aggressor.models;
  return [
    { kind: 'pause', id: 'requests-are-whole', seconds: (60 * requests) / aggressor.rateLimitRpm },
    victims('at-rest', 0),
    reading('before', counted),
    context('quarter', Math.floor(fitting / 4), { startAt: { tokens: 2 * longest } }),
    context('half', Math.floor(fitting / 2)),
    {
      kind: 'together',
      id: 'whole-partition',
      steps: [
        context('whole', fitting, { hangUp: { afterMs: heldMs } }),
        context('second-model', 32, { model: second, startAfterMs: 500, hangUp: { afterTokens: 16 } }),
        victims('beside-whole', 1000),
      ],
    },
    context('one-block-more', fitting + facts.kvBlockTokens),
    {
      kind: 'together',
      id: 'whole-gpu',
      steps: [
        context('longest', longest, { hangUp: { afterMs: heldMs } }),
        context('longest-of-second', longest, { model: second, hangUp: { afterMs: heldMs } }),
        victims('beside-longest', 1500),
      ],
    },
    reading('after', { ...counted, ...peaks }),
  ];
}

export const scenario: Scenario = {
  id: 'gpu-memory-ladder',
  question:
    'One tenant asks for ever longer contexts, and for two models at once. Does its GPU memory end at its partition, and does its neighbour keep its own?',
  control: "GPU memory partitions of the engine: weights and contexts count in their tenant's own",
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    // Its budget lets two of the longest contexts through at the same moment, and they are of two models.
    suits: ({ models, rateLimitTpm }) => models.length > 1 && rateLimitTpm >= 300_000,
    steps,
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'refused-beyond-partition',
        objective: 'A context that does not fit the partition is refused for want of memory',
        steps: ['one-block-more', 'longest', 'longest-of-second'],
        statuses: [507],
        naming: 'out_of_memory',
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'own-partition-usable',
        objective: 'A tenant can use all of its own partition',
        steps: ['quarter', 'half', 'whole', 'second-model'],
        statuses: [200],
      }),
      provesControl: false,
    },
    { check: memoryWithinPartition('after'), provesControl: true },
    {
      check: victimMemoryUntouched({
        from: 'before',
        to: 'after',
        atRest: 'at-rest',
        meanwhile: ['beside-whole', 'beside-longest'],
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 15 },
  weaknesses: [
    {
      fixture: 'shared-lru',
      removes: 'no partitions of GPU memory, and one least-recently-used order for all tenants',
    },
  ],
  cure: {
    usualCause: 'One pool of KV blocks and weights for all tenants: whoever asks first gets it all.',
    fix: 'Count weights and KV blocks of each tenant against a partition of its own (`memory_limit_gb` in gateway.yaml with `GPU_MEMORY_MODE: partitioned`; with vLLM an engine per tenant and `--gpu-memory-utilization`; on hardware MIG).',
  },
};
