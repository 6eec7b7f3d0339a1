import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFile } from '../../../src/system/package-file.ts';
import { packedConsumer, type PackedConsumer } from './packed-consumer.ts';

let consumer: PackedConsumer;
beforeAll(async () => {
  consumer = await packedConsumer();
}, 300_000);
afterAll(() => consumer[Symbol.asyncDispose]());

const example = JSON.stringify(packageFile('reports/example'));

const program = `
import { answersAsExpected, defineScenario, exitCode, idlePod, judge, readReport, UsageError, verify } from 'tenantproof';

const scenario = defineScenario({
  id: 'container-far-above-max',
  question: 'A container asks for ten GPUs more than one container may have. Is it refused?',
  control: 'LimitRange max on nvidia.com/gpu',
  profiles: ['nightly'],
  needs: ['quota'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { containerGpuMax } }) => [{
      kind: 'objects', id: 'far-too-many', hostile: true, as: 'aggressor', verb: 'create', atOnce: 1,
      objects: [idlePod({ name: 'far-too-many', gpus: containerGpuMax + 10 })],
    }],
  },
  checks: [{
    check: answersAsExpected({
      id: 'refused', objective: 'It is refused', steps: ['far-too-many'], statuses: [403],
    }),
    provesControl: true,
  }],
  design: { kind: 'single-shot', settleSeconds: 30 },
  weaknesses: [{ fixture: 'no-gpu-max', removes: 'no maximum' }],
  cure: { usualCause: 'nobody thought of GPUs', fix: 'set max' },
});
const run = await judge(${example});
const report = await readReport(${example});
const refused = await verify({ scenarios: [scenario, 'no-such-scenario'] }).catch((error) => error);
`;

test('plain Node imports it, judges a recorded run, and nothing is printed but what the caller prints', async () => {
  await consumer.write(
    'main.js',
    `import { isDeepStrictEqual } from 'node:util';
${program}
console.log(JSON.stringify({
  id: scenario.id,
  code: run.exitCode,
  same: isDeepStrictEqual(run.report, report),
  cutShort: run.cutShort ?? null,
  refused: refused instanceof UsageError && refused.code,
  breached: exitCode.breached,
}));`,
  );
  const said = JSON.parse(await consumer.node('main.js')) as unknown;
  const report = JSON.parse(await readFile(packageFile('reports/example/report.json'), 'utf8')) as {
    summary: { breached: number; held: number };
  };
  expect(report.summary.breached).toBe(0);
  expect(said).toEqual({
    id: 'container-far-above-max',
    code: 0,
    same: true,
    cutShort: null,
    refused: 'unknown-scenario',
    breached: 99,
  });
});

const typed = `${program}
import type { Run, Scenario, Verdict, VerifyOptions } from 'tenantproof';

const options: VerifyOptions = { profile: 'nightly', cluster: 'embedded', victim: { rateRps: 100 }, seed: 7 };
const played: Promise<Run> = verify(options);
const statuses: Verdict['status'][] = run.report.verdicts.map(({ status }) => status);
const id: 'container-far-above-max' = scenario.id;
// @ts-expect-error -- there is no such profile
const unknownProfile: VerifyOptions = { profile: 'daily' };
// @ts-expect-error -- there is no such setting
const unknownSetting: VerifyOptions = { profil: 'quick' };
// @ts-expect-error -- an exit code is a number
const text: string = run.exitCode;
// @ts-expect-error -- there is no such status
const green: Verdict['status'] = 'green';
// @ts-expect-error -- a scenario has more to it
const bare: Scenario = { id: 'x' };
// @ts-expect-error -- what a tenant was promised is a number
defineScenario({ ...scenario, attack: { kind: 'steps', steps: ({ aggressor }) => [aggressor.gpuQuota.length] } });
export { played, statuses, id, unknownProfile, unknownSetting, text, green, bare, refused, report };
`;

const matched = `
import { judge, verify } from 'tenantproof';
import 'tenantproof/vitest';
import { expect, test } from 'vitest';

test('a recorded run', async () => {
  const run = await judge(${example});
  expect(run).toHold();
  expect(run).not.toBreach('victim-p99-ratio');
  await expect(judge(${example})).toHold('request-flood/victim-p99-ratio');
  expect(run).toHaveCaught('limiter-off-fifo');
  expect(() => expect(run).not.toHold('victim-p99')).toThrow('request-flood/victim-p99-ratio');
});
`;

test('a program of a consumer is checked against the types that are packed', async () => {
  await consumer.write('typed.ts', typed);
  await consumer.write(
    'typed-matchers.ts',
    `${matched}
declare const run: import('tenantproof').Run;
const asked: Promise<void> = expect(verify()).toHold();
// @ts-expect-error -- a check is named by a text
expect(run).toHold(7);
// @ts-expect-error -- there is no such matcher
expect(run).toHolds();
export { asked };`,
  );
  await consumer.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        target: 'es2024',
        lib: ['es2024', 'esnext.disposable', 'dom'],
        module: 'nodenext',
        types: ['node'],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      },
      files: ['typed.ts', 'typed-matchers.ts'],
    }),
  );
  await expect(typeCheck()).resolves.toBe('');
});

test('the matchers join the vitest of the consumer', async () => {
  await consumer.write('recorded.test.js', matched);
  const said = await consumer.node('node_modules/vitest/vitest.mjs', 'run', 'recorded.test.js');
  expect(said).toMatch(/Tests\s+1 passed/u);
});

test('the command line is packed as well', async () => {
  const { version } = JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as { version: string };
  const said = await consumer.node('node_modules/tenantproof/dist/src/cli/launch.js', '--version');
  expect(said.trim()).toBe(version);
});

/** @returns what the compiler said */
const typeCheck = (): Promise<string> =>
  consumer
    .node('node_modules/typescript/bin/tsc', '-p', '.')
    .catch(({ stdout, message }: Error & { stdout?: string }) => stdout ?? message);
