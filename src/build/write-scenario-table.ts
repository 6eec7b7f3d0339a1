import { readFile, writeFile } from 'node:fs/promises';
import { scenarioEntries } from '../cli/scenarios/scenario-entries.ts';
import { withScenarioTable } from '../report/scenario-table.ts';
import { packageFile } from '../system/package-file.ts';

/** `npm run catalogue`: writes the table of all scenarios into `scenarios/README.md`; a test holds it against the scenarios. */
const path = packageFile('scenarios/README.md');
await writeFile(path, withScenarioTable(await readFile(path, 'utf8'), await scenarioEntries()));
