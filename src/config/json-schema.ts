import { z } from 'zod';
import { configSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of `tenantproof.yaml`, as text, for editors. What only two settings together show is not in it. */
export const configJsonSchema = (scenarioIds: readonly string[]): string =>
  `${JSON.stringify({ title: 'tenantproof.yaml', ...z.toJSONSchema(configSchema(scenarioIds), { io: 'input' }) }, null, 2)}\n`;
