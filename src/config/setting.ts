import type { z } from 'zod';

/** What an editor shows of a setting. `default` is absent where none is the same for every run: the words say how it is found. */
export const setting = <T extends z.ZodType>(schema: T, description: string, byDefault?: unknown): T =>
  schema.meta({ description, ...(byDefault === undefined ? {} : { default: byDefault }) });
