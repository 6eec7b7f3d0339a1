import { z } from 'zod';
import { reportSchema } from '../model/report.ts';

/** JSON Schema (draft 2020-12) of `report.json`, as text. */
export const jsonSchema = (): string => `${JSON.stringify(z.toJSONSchema(reportSchema), null, 2)}\n`;
