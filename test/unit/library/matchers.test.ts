import { expect, expectTypeOf, test } from 'vitest';
import type { Run } from '../../../src/library/index.ts';
import '../../../src/library/vitest.ts';
import type { Report, Verdict } from '../../../src/model/report.ts';
import { exampleReport } from '../report/example-report.ts';

const verdictsOf = (...ids: string[]): Verdict[] =>
  exampleReport.verdicts.filter(({ id }) => ids.includes(id));

/** The flood alone, all well: its p99 held, and the missing limiter was caught. */
const sound: Report = {
  ...exampleReport,
  verdicts: verdictsOf(
    'request-flood/protected/victim-p99-ratio',
    'request-flood/weakened-no-limiter/victim-p99-ratio',
  ),
  summary: { held: 1, breached: 0, inconclusive: 0, notVerified: 0, controlsCaught: 1, controlsMissed: 0 },
};

const runOf = (report: Report, exitCode: number, remarks: string[] = []): Run => ({
  report,
  exitCode,
  remarks,
  folder: 'reports/one',
});

const failureOf = (assertion: () => void): string => {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it passed');
};

test('what held holds, by check, by scenario and check, and by id of the verdict', () => {
  for (const name of [
    'victim-p99-ratio',
    'request-flood',
    'request-flood/victim-p99-ratio',
    'request-flood/protected/victim-p99-ratio',
  ]) {
    expect(sound).toHold(name);
    expect(sound).not.toBreach(name);
  }
  expect(runOf(sound, 0)).toHold();
  expect(sound).toHold();
  expect(sound).toHaveCaught('no-limiter');
  expect(sound).toHaveCaught();
});

test('what was breached does not hold, and the message has figures, reason, evidence and cure', () => {
  expect(exampleReport).toBreach('refusals-explained');
  expect(exampleReport).not.toHold('refusals-explained');
  expect(failureOf(() => expect(exampleReport).toHold('refusals-explained'))).toBe(
    `Expected this run to hold 'refusals-explained', but it did not

✘ BREACHED request-flood/protected/refusals-explained
    Every refused request of the aggressor gets 429 with Retry-After
    measured 7 requests refused otherwise, limit 0, 1,140 samples
    why: 1,133 requests refused with 429; 7 failed otherwise: 503 (7 times)
    seen: The aggressor offered 20 requests/s in the attack windows, promised 1/s
    failed: rate limiter
    usual cause: Requests of all tenants wait in one queue.
    fix: Set \`queue: fair\` in gateway.yaml.
    reproduce: tenantproof verify --scenario request-flood --profile quick --seed 42`,
  );
});

test('that something was breached is wrong where it held', () => {
  const message = failureOf(() => expect(sound).toBreach('victim-p99-ratio'));
  expect(message).toContain("Expected this run to breach 'victim-p99-ratio', but it did not");
  expect(message).toContain('✔ HELD request-flood/protected/victim-p99-ratio');
  expect(message).toContain('measured 1.04 ratio');
  expect(failureOf(() => expect(sound).not.toHold('victim-p99-ratio'))).toContain(
    "Expected this run not to hold 'victim-p99-ratio', but it did",
  );
});

test.each([
  ['inconclusive', 'gpu-quota-exact', 'why: the negative control was missed'],
  ['not-verified', 'mig-partition', 'why: needs gpu-hardware, which this cluster does not have'],
])('what is %s passes neither way, and says why', (_status, name, why) => {
  for (const assertion of [
    () => expect(exampleReport).toHold(name),
    () => expect(exampleReport).not.toHold(name),
    () => expect(exampleReport).toBreach(name),
    () => expect(exampleReport).not.toBreach(name),
  ]) {
    const message = failureOf(assertion);
    expect(message).toContain('It could not be told whether this run did');
    expect(message).toContain('passes neither way');
    expect(message).toContain(why);
  }
});

test('of several with one name, all must hold; one that was breached is enough', () => {
  const [held] = sound.verdicts;
  const twin = (status: Verdict['status']): Report => ({
    ...sound,
    verdicts: [
      ...sound.verdicts,
      ...(held
        ? [{ ...held, id: 'memory-hog/protected/victim-p99-ratio', scenario: 'memory-hog', status }]
        : []),
    ],
  });
  expect(twin('held')).toHold('victim-p99-ratio');
  expect(twin('breached')).toBreach('victim-p99-ratio');
  expect(() => expect(twin('inconclusive')).toHold('victim-p99-ratio')).toThrow('could not be told');
  expect(twin('inconclusive')).toHold('request-flood/victim-p99-ratio');
});

test('a name that nothing has fails both ways, with the names that there are', () => {
  for (const assertion of [
    () => expect(exampleReport).toHold('victim-p99'),
    () => expect(exampleReport).not.toHold('victim-p99'),
    () => expect(exampleReport).toBreach('victim-p99'),
    () => expect(exampleReport).not.toBreach('victim-p99'),
  ]) {
    expect(failureOf(assertion)).toBe(`Nothing in this run is named 'victim-p99'

Each verdict of this run:
    request-flood/victim-p99-ratio
    request-flood/refusals-explained
    gpu-quota-storm/gpu-quota-exact
    mig-partition/victim-p99-ratio`);
  }
  expect(failureOf(() => expect(exampleReport).not.toHaveCaught('no-moat'))).toBe(
    `Nothing in this run is named 'no-moat'

Each removed control of this run:
    request-flood/no-limiter
    gpu-quota-storm/inert-quota`,
  );
});

test('a control that was not seen to break is missed, and shown with what was found', () => {
  expect(exampleReport).toHaveCaught('no-limiter');
  expect(exampleReport).toHaveCaught('request-flood');
  expect(exampleReport).not.toHaveCaught('inert-quota');
  expect(exampleReport).not.toHaveCaught();
  const message = failureOf(() => expect(exampleReport).toHaveCaught());
  expect(message).toContain('Expected this run to catch the missing control, but it did not');
  expect(message).toContain('✔ HELD gpu-quota-storm/weakened-inert-quota/gpu-quota-exact');
  expect(message).not.toContain('weakened-no-limiter');
});

test('a control of which nothing could be told is neither caught nor missed; nor is none', () => {
  const unsure: Report = {
    ...sound,
    verdicts: sound.verdicts.map((verdict) =>
      verdict.arm === 'weakened' ? { ...verdict, status: 'inconclusive' } : verdict,
    ),
  };
  expect(() => expect(unsure).toHaveCaught('no-limiter')).toThrow('could not be told');
  expect(() => expect(unsure).not.toHaveCaught('no-limiter')).toThrow('could not be told');
  const none: Report = { ...sound, verdicts: sound.verdicts.filter(({ arm }) => arm === 'protected') };
  expect(() => expect(none).toHaveCaught()).toThrow('In this run no control was removed.');
  expect(() => expect(none).not.toHaveCaught()).toThrow('In this run no control was removed.');
});

test('a whole run holds only where the command line exits with 0', () => {
  expect(exampleReport).not.toHold();
  const left = runOf(sound, 22, ['Left behind: link tp0. Remove it with: tenantproof down']);
  for (const assertion of [() => expect(left).toHold(), () => expect(left).not.toHold()]) {
    const message = failureOf(assertion);
    expect(message).toContain('The command line would exit with 22.');
    expect(message).toContain('Left behind: link tp0.');
  }
  expect(left).toHold('victim-p99-ratio');
});

test('the promise of a run is awaited, and its failure is one of the test', async () => {
  await expect(Promise.resolve(runOf(sound, 0))).toHold('victim-p99-ratio');
  await expect(
    expect(Promise.resolve(runOf(exampleReport, 99))).toHold('refusals-explained'),
  ).rejects.toThrow('BREACHED');
  await expect(expect(Promise.reject(new Error('no cluster'))).toHold()).rejects.toThrow('no cluster');
  expectTypeOf(expect(Promise.resolve(sound)).toHold()).toEqualTypeOf<Promise<void>>();
  expectTypeOf(expect(sound).toHold()).toEqualTypeOf<void>();
});

test.each([undefined, null, 'reports/latest', {}, { report: {} }])('%j is no run, either way', (value) => {
  expect(() => expect(value).toHold()).toThrow('This is no run');
  expect(() => expect(value).not.toHaveCaught('x')).toThrow('This is no run');
});

test('what a server said neither moves the cursor nor commands the runner of a workflow', () => {
  const [held] = sound.verdicts;
  const evil: Report = {
    ...sound,
    verdicts: held
      ? [
          {
            ...held,
            status: 'breached',
            reason: 'x',
            evidence: ['\u001b[2J', '##[error]gone', '\n::warning::y'],
          },
        ]
      : [],
  };
  const message = failureOf(() => expect(evil).toHold('victim-p99-ratio'));
  expect(message).not.toContain('\u001b');
  expect(message).not.toContain('##[');
  expect(message).not.toMatch(/^\s*::/mu);
});
