import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { packageFile } from '../../src/system/package-file.ts';

/** A step of a workflow's job or of the action. */
export interface GateStep {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  shell?: string;
  if?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
}

export interface GateJob {
  'runs-on': string | string[];
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  steps: GateStep[];
}

export interface Workflow {
  name: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  jobs: Record<string, GateJob>;
}

export interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: GateStep[] };
}

const folder = '.github/workflows';

/** Names of all workflows, e.g. `nightly.yml`. */
export const workflowFiles = readdirSync(packageFile(folder)).sort();

export const workflow = (file: string): Workflow => read(join(folder, file)) as Workflow;

export const action = (): Action => read('action.yml') as Action;

export const stepsOf = ({ jobs }: Workflow): GateStep[] => Object.values(jobs).flatMap(({ steps }) => steps);

/** @throws Error if it is no YAML, or says something twice */
function read(path: string): unknown {
  const document = parseDocument(readFileSync(packageFile(path), 'utf8'));
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new Error(`${path}: ${fault.message}`);
  return document.toJS();
}
