import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { containerEngines } from '../../model/container-engine.ts';
import type { KindLayout } from './kind-layout.ts';

const stateSchema = z.object({
  engine: z.enum(containerEngines),
  image: z.string(),
  config: z.string(),
});

/** What a cluster was made of: one that was kept is used again only for the same. */
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
