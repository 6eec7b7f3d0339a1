import { z } from 'zod';
import { reportSchema } from '../model/report.ts';

/** JSON Schema (draft 2020-12) of `report.json`, as text. Readers must bear keys that a later version adds. */
export const jsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(reportSchema, { io: 'input' }), null, 2)}\n`;
