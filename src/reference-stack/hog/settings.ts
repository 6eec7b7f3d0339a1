import { z } from 'zod';

const maxHoldMs = 60_000;

const schema = z.object({
  /** Memory to take in the end, if nobody stops it. */
  CEILING_BYTES: z.coerce.number().int().positive(),
  STEP_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(16 * 2 ** 20),
  STEP_DELAY_MS: z.coerce.number().min(0).max(1000).default(5),
  /** How long to hold it before leaving. */
  HOLD_MS: z.coerce.number().min(0).max(maxHoldMs).default(2000),
  TERMINATION_LOG: z.string().default('/dev/termination-log'),
});

export type HogSettings = z.infer<typeof schema>;

/** @throws ZodError naming the variable at fault. */
export function readSettings(env: NodeJS.ProcessEnv): HogSettings {
  return schema.parse(env);
}
