import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { jsonSchema } from '../../../src/report/json-schema.ts';
import { packageFile } from '../../../src/system/package-file.ts';

test('the schema that ships is the one of the types; `npm run build` writes it', async () => {
  expect(await readFile(packageFile('reports/report.schema.json'), 'utf8')).toBe(jsonSchema());
});
