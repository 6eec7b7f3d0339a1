import { writeFile } from 'node:fs/promises';
import { loadScenarios } from '../cli/load-scenarios.ts';
import { configJsonSchema } from '../config/json-schema.ts';
import { jsonSchema } from '../report/json-schema.ts';
import { packageFile } from '../system/package-file.ts';

/** Writes the JSON Schemas of `report.json` and of `tenantproof.yaml`, which are committed and shipped; tests hold them against the types. */
await writeFile(packageFile('reports/report.schema.json'), jsonSchema());
const scenarioIds = (await loadScenarios()).map(({ id }) => id);
await writeFile(packageFile('tenantproof.schema.json'), configJsonSchema(scenarioIds));
