import { writeFile } from 'node:fs/promises';
import { jsonSchema } from '../report/json-schema.ts';
import { packageFile } from '../system/package-file.ts';

/** Writes the JSON Schema of `report.json`, which is committed and shipped; a test holds it against the types. */
await writeFile(packageFile('reports/report.schema.json'), jsonSchema());
