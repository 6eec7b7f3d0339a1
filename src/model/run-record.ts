import { z } from 'zod';
import { capabilities } from './capability.ts';
import { reportSchema } from './report.ts';

/** Version of everything in the folder of a run: `run.json`, `plan.json`, `observations.ndjson` and the samples. */
export const runSchemaVersion = 1;

/**
 * `run.json`: the facts of a run that no observation tells. Written when the run starts, and again when it has ended, then
 * with the digest of every file; without digests the run was killed.
 */
export const runRecordSchema = z.object({
  schemaVersion: z.literal(runSchemaVersion),
  ...reportSchema.shape.run.omit({ endedAt: true }).shape,
  endedAt: z.iso.datetime().optional(),
  /** By scenario, what cluster and stack lacked for it. */
  missing: z.record(z.string(), z.array(z.enum(capabilities))),
  /** By capability, why it was lacking, where that was known. */
  lacks: z.partialRecord(z.enum(capabilities), z.string()).optional(),
  /** SHA-256 of the files of the run, by name. */
  digests: z.record(z.string(), z.string()).optional(),
});

export type RunRecord = z.infer<typeof runRecordSchema>;
