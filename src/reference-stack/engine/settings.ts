import { z } from 'zod';

const count = (byDefault: number) => z.coerce.number().int().min(1).default(byDefault);
const duration = (byDefault: number) => z.coerce.number().min(0).default(byDefault);
const gib = 2 ** 30;

/** The simulated GPU. Defaults: a mid-size GPU, scaled so that the reference request takes 28 ms at rest. */
const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(9000),
  /** Sequences that run at once: the largest batch. */
  SLOTS: count(8),
  /** One step of the batch: every running sequence gains one token, however many there are. */
  STEP_MS: z.coerce.number().positive().default(4),
  /**
   * Most prompt tokens that one step works through, shared fairly among tenants. Few, so that a long prompt
   * makes nobody's step much longer: 64 of them add 4 %.
   */
  PREFILL_TOKENS_PER_STEP: count(64),
  /** What each prompt token adds to the step that works through it. */
  PREFILL_MS_PER_TOKEN: duration(0.0025),
  /** `off`: a prompt is worked through in one step, however long, and every running sequence waits for it. */
  CHUNKED_PREFILL: z.enum(['on', 'off']).default('on'),
  /** Whose prompts may reuse KV blocks of whose: a tenant's its own, or everybody's everybody's. */
  PREFIX_CACHE: z.enum(['per-tenant', 'shared', 'off']).default('per-tenant'),
  /** Slots that one tenant may hold: its `max_batch_size`, or all. */
  BATCH_CAP: z.enum(['per-tenant', 'none']).default('per-tenant'),
  /** Longest context, prompt and answer together. */
  MAX_MODEL_LEN: count(131_072),
  /** `off`: a request beyond MAX_MODEL_LEN is not refused; it ends the process, as an index out of range does on a GPU. */
  INPUT_VALIDATION: z.enum(['on', 'off']).default('on'),
  /** `run-on`: a request whose client has hung up keeps its slot and memory until its last token. */
  ON_ABORT: z.enum(['free', 'run-on']).default('free'),
  /** `device-total` charges the whole step to every tenant that the GPU knows, as an exporter does that sees devices alone. */
  COMPUTE_METERING: z.enum(['per-tenant', 'device-total']).default('per-tenant'),
  GPU_MEMORY_BYTES: count(80 * gib),
  /** `shared` removes the partitions: one ledger and one least-recently-used order for all tenants. */
  GPU_MEMORY_MODE: z.enum(['partitioned', 'shared']).default('partitioned'),
  /** Memory of a model's weights. */
  MODEL_BYTES: count(16 * gib),
  MODEL_LOAD_MS: duration(300),
  KV_BLOCK_TOKENS: count(16),
  KV_BYTES_PER_TOKEN: count(131_072),
  /** Requests waiting for a slot; one more is refused with 503. */
  QUEUE_BOUND: count(512),
  /** Decides which words come out, and nothing else. */
  SEED: z.coerce.number().int().default(1),
});

export type EngineSettings = z.infer<typeof schema>;

/** @throws ZodError naming the variable at fault. */
export function readSettings(env: NodeJS.ProcessEnv): EngineSettings {
  return schema.parse(env);
}
