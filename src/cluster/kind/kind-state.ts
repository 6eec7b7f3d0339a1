import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { containerEngines } from '../../model/container-engine.ts';
import { gpuChoices } from '../../model/settings.ts';
import type { KindLayout } from './kind-layout.ts';

const madeOfSchema = z.object({
  engine: z.enum(containerEngines),
  image: z.string(),
  /** Those that were asked for. */
  gpus: z.enum(gpuChoices),
  config: z.string(),
});

const stateSchema = z.object({
  madeOf: madeOfSchema,
  /** Why the GPUs of its node are not real; absent if they are. */
  simulated: z.string().optional(),
});

/** What a cluster was made of: one that was kept is used again only for the same. */
export type KindMadeOf = z.infer<typeof madeOfSchema>;

/** How to use a cluster that was kept. */
export type KindState = z.infer<typeof stateSchema>;

export const writeKindState = (layout: KindLayout, state: KindState): Promise<void> =>
  writeFile(layout.statePath, JSON.stringify(state), { mode: 0o600 });

/** What the cluster of this name was made of, if it was kept. */
export async function readKindState(layout: KindLayout): Promise<KindState | undefined> {
  const text = await readFile(layout.statePath, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = stateSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
