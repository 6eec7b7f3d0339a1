import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../../src/model/exit-code.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { action, stepsOf, workflow, workflowFiles, type GateStep } from '../../helpers/gate-files.ts';
import vitestConfig from '../../../vitest.config.ts';
import { commandsNamed, knownFlags } from './commands-named.ts';

const { scripts } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const places: [string, GateStep[]][] = [
  ['action.yml', action().runs.steps],
  ...workflowFiles.map((file): [string, GateStep[]] => [file, stepsOf(workflow(file))]),
];
const scriptsOf = (steps: GateStep[]): string[] =>
  steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

test('there is a gate for a change, for the night and for a release', () => {
  expect(workflowFiles).toEqual(['nightly.yml', 'pull-request.yml', 'release-certification.yml']);
});

describe.each(workflowFiles)('%s', (file) => {
  const gate = workflow(file);

  test('may do no more than it needs, waits for its like, and ends in time', () => {
    expect(gate.permissions).toBeDefined();
    expect(Object.values(gate.permissions ?? {}).filter((right) => right !== 'read')).toEqual([]);
    expect(gate.concurrency?.group).toBeTruthy();
    const endless = Object.entries(gate.jobs).filter(([, job]) => !((job['timeout-minutes'] ?? 0) > 0));
    expect(endless).toEqual([]);
  });

  test('leaves no credentials in what it checks out', () => {
    const keeping = stepsOf(gate).filter(
      ({ uses, with: given }) =>
        uses?.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false,
    );
    expect(keeping).toEqual([]);
  });

  test('gives the action only what it takes', () => {
    const given = stepsOf(gate)
      .filter(({ uses }) => uses === './')
      .flatMap((step) => Object.keys(step.with ?? {}));
    expect(Object.keys(action().inputs)).toEqual(expect.arrayContaining(given));
  });
});

describe.each(places)('the steps of %s', (_file, steps) => {
  test('take what they are given from the environment, never as part of the script', () => {
    expect(scriptsOf(steps).filter((script) => script.includes('${{'))).toEqual([]);
  });

  test('use actions of GitHub by major version, and our own', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used.filter((uses) => !/^(?:\.\/|actions\/[a-z-]+@v\d+)$/u.test(uses))).toEqual([]);
  });

  test('refer only to steps that came before them', () => {
    steps.forEach((step, index) => {
      const before = steps.slice(0, index).map(({ id }) => id);
      const named = [...JSON.stringify(step).matchAll(/steps\.([a-z-]+)\./gu)].map(([, id]) => id);
      expect(before).toEqual(expect.arrayContaining(named));
    });
  });

  test('run scripts and test projects that there are', () => {
    const text = scriptsOf(steps).join('\n');
    for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([a-z:-]+)/gu))
      expect(scripts).toHaveProperty([name]);
    const projects = vitestConfig.test?.projects?.map((project) =>
      typeof project === 'object' && 'test' in project ? project.test?.name : undefined,
    );
    for (const [, name] of text.matchAll(/--project ([a-z]+)/gu)) expect(projects).toContain(name);
  });

  test('call commands that there are, with flags that they have', async () => {
    for (const { command, flags } of scriptsOf(steps).flatMap(commandsNamed)) {
      expect(await knownFlags(command)).toEqual(expect.arrayContaining(flags));
    }
  });
});

test('what calls of ours look like in a script', () => {
  const script = [
    'npm run -s tenantproof -- compare "$OLDER" "$NEWER" --json > x',
    'arguments=(verify --profile=certify "--reports=$X")',
    'arguments+=(--cluster=existing "--kubeconfig=$X")',
    'gh run list --branch main',
    'npm run tenantproof -- certificate verify c.json \\\n  --key k',
  ].join('\n');
  expect(commandsNamed(script)).toEqual([
    { command: 'compare', flags: ['--json'] },
    { command: 'verify', flags: ['--profile', '--reports', '--cluster', '--kubeconfig'] },
    { command: 'certificate verify', flags: ['--key'] },
  ]);
  const called = places.flatMap(([, steps]) => scriptsOf(steps).flatMap(commandsNamed));
  expect(called.map(({ command }) => command)).toEqual(['verify', 'compare', 'verify', 'certify']);
});

describe('the action', () => {
  const { inputs, outputs, runs } = action();
  const verify = runs.steps.find(({ id }) => id === 'verify');

  test('takes every input to a step, and says what each is', () => {
    const used = [...JSON.stringify(runs).matchAll(/inputs\.([a-z-]+)/gu)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)));
    expect(Object.values(inputs).filter(({ description }) => description === '')).toEqual([]);
    expect(runs.using).toBe('composite');
  });

  test('names the shell of every script', () => {
    expect(runs.steps.filter(({ run, shell }) => run !== undefined && shell !== 'bash')).toEqual([]);
  });

  test('gives out what its step writes', () => {
    for (const [name, { value }] of Object.entries(outputs)) {
      expect(value).toBe(`\${{ steps.verify.outputs.${name} }}`);
      expect(verify?.run).toContain(`echo "${name}=`);
    }
  });

  test('has a word for every exit code', () => {
    for (const code of Object.values(exitCode))
      expect(verify?.run).toMatch(new RegExp(`^ +${code}\\) status=`, 'mu'));
  });
});
