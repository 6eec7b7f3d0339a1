import { describe, expect, it, test } from 'vitest';
import type { Status } from '../../../../src/model/report.ts';
import { format } from '../../../../src/report/formats/junit.ts';
import { plainText } from '../../../../src/report/plain-text.ts';
import {
  breachedRun,
  cutRun,
  endpointRun,
  exampleRuns,
  heldRun,
  hostileRun,
  hostileTexts,
  inconclusiveRun,
  interruptedRun,
  untriedRun,
} from '../example-runs.ts';
import { faultsIn, readJunit } from './read-junit.ts';

const runs = Object.entries(exampleRuns);

describe('junit.xml', () => {
  test.each(runs)('of a run that is %s is valid', async (_name, run) => {
    expect(await faultsIn(format.render(run))).toEqual([]);
  });

  it('would not pass if two tests had one name', async () => {
    const doubled = format
      .render(heldRun)
      .replace(/(<testcase classname="request-flood"[\s\S]*?<\/testcase>)/u, '$1$1');
    expect(await faultsIn(doubled)).not.toEqual([]);
  });

  test.each(runs)('of a run that is %s is red exactly if the exit code is', (_name, run) => {
    const [, failures, errors] =
      /<testsuites .*failures="(\d+)" errors="(\d+)"/u.exec(format.render(run)) ?? [];
    expect(Number(failures) + Number(errors) > 0).toBe(run.exitCode !== 0);
  });

  it('has a test for each objective, for each removed control, and for the run, each in its suite and with its file', async () => {
    const tests = await readJunit(format.render(breachedRun));
    const flood = { suite: 'request-flood', file: 'scenarios/request-flood.ts', seconds: 0 };
    expect(tests).toMatchObject([
      {
        suite: 'run',
        name: 'The run was played to its end and showed something',
        file: undefined,
        seconds: 192,
        status: 'passed',
      },
      {
        ...flood,
        name: "victim-p99-ratio: Under attack the victim's p99 latency stays near its p99 at rest",
        status: 'passed',
      },
      {
        ...flood,
        name: 'refusals-explained: Every refused request of the aggressor gets 429 with Retry-After',
        status: 'failed',
      },
      { ...flood, name: 'control removed: no-limiter must break', status: 'passed' },
      { suite: 'gpu-quota-storm', status: 'error' },
      { suite: 'gpu-quota-storm', name: 'control removed: inert-quota must break', status: 'failed' },
      { suite: 'mig-partition', status: 'skipped' },
    ]);
  });

  it('says of a breach why in the attribute, and all that is known of it in the body', async () => {
    const breach = (await readJunit(format.render(breachedRun))).find(({ name }) =>
      name?.startsWith('refusals'),
    );
    const reason = '1,133 requests refused with 429; 7 failed otherwise: 503 (7 times)';
    expect(breach?.message).toBe(reason);
    expect(breach?.body?.split('\n')).toEqual([
      reason,
      'measured 7 requests refused otherwise, limit 0, 1,140 samples',
      'seen: The aggressor offered 20 requests/s in the attack windows, promised 1/s',
      'failed: rate limiter',
      'usual cause: Requests of all tenants wait in one queue.',
      'fix: Set `queue: fair` in gateway.yaml.',
      'reproduce: tenantproof verify --scenario request-flood --profile quick --seed 42',
    ]);
  });

  it('makes an error of what could not be told, a failure of a control that was missed, and gives the command for both', () => {
    const xml = format.render(inconclusiveRun);
    expect(xml).toMatch(/<error message="the negative control was missed: .*" type="inconclusive">/u);
    expect(xml).toMatch(
      /<failure message="Control removed \(the quota .*can&apos;t be believed" type="missed">/u,
    );
    expect(
      xml.match(/reproduce: tenantproof verify --scenario gpu-quota-storm --profile quick --seed 42/gu),
    ).toHaveLength(2);
  });

  it('makes an error of a control that was not played, and no failure', () => {
    const xml = format.render(cutRun);
    expect(xml).toMatch(
      /<error message="Control removed \(the quota .*this was not played, .*" type="not-played">/u,
    );
    expect(xml).not.toContain('<failure');
  });

  it('skips what was not verified, and says why', () => {
    expect(format.render(untriedRun)).toContain(
      '<skipped message="needs gpu-hardware, which this cluster does not have"/>',
    );
  });

  it('shows that a run ended early, though all that was played had held', () => {
    expect(format.render(interruptedRun)).toContain(
      '<error message="The run ended early: Interrupted by SIGINT"',
    );
  });

  it('counts what there is, and takes no longer than the run', () => {
    const xml = format.render(breachedRun);
    expect(xml).toContain(
      '<testsuites name="tenantproof 20261124-073102-7f3a" tests="7" failures="2" errors="1" skipped="1" time="192">',
    );
    expect(xml).toContain(
      '<testsuite name="request-flood" tests="3" failures="1" errors="0" skipped="0" time="0" timestamp="2026-11-24T07:31:02.000Z">',
    );
  });
});

describe('junit.xml of a run on a platform that is not ours', () => {
  const xml = format.render(endpointRun);

  it('says in properties of the run and of each scenario that was played that no control was exercised', () => {
    const property = '<property name="control" value="not exercised: the platform is not ours"/>';
    expect(xml.split(property)).toHaveLength(3);
    expect(xml).toContain('<property name="endpoint" value="https://llm.example.com"/>');
    const storm = xml.slice(xml.indexOf('<testsuite name="gpu-quota-storm"'));
    expect(storm).not.toContain('<property ');
  });

  it('says with each test that passed what it is worth', () => {
    const outs = [...xml.matchAll(/<system-out>([\s\S]*?)<\/system-out>/gu)].map(([, out]) =>
      out?.split('\n'),
    );
    expect(outs).toEqual([
      ['It ended as it should. No control was removed: the platform is not ours'],
      [
        'held, control not exercised: p99 41.2 ms at rest, 43 ms under attack: at most 1.12 times',
        'measured 1.04 ratio, 99.5 % interval 0.971 to 1.12, limit 1.25, 2,560 samples',
        'seen: The attack was felt: 1,140 of 1,200 requests of the attack were refused (95 %)',
      ],
    ]);
  });
});

describe('junit.xml of hostile texts', () => {
  const xml = format.render(hostileRun);

  it('gives them back to its reader as they are, without what can not be seen', async () => {
    const messages = (await readJunit(xml))
      .filter(({ name }) => name?.startsWith('check-'))
      .map(({ message }) => message);
    expect(messages).toEqual(hostileTexts.map((text) => plainText(text).replaceAll(/[\uFFFE\uFFFF]/gu, '')));
  });

  it('has nothing that XML forbids, and no element of theirs', () => {
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Cs}/u);
    expect(xml).not.toMatch(/<(?:script|img)/u);
  });

  it('cuts a line of 2 MiB, and says so', () => {
    expect(xml.length).toBeLessThan(200_000);
    expect(xml).toMatch(/x … \(2,09\d,\d\d\d more characters, see report\.json\)/u);
  });
});

test.each<[Status, string]>([
  ['held', 'passed'],
  ['breached', 'failed'],
  ['inconclusive', 'error'],
  ['not-verified', 'skipped'],
])('an objective that is %s is %s to a reader', async (status, seen) => {
  const verdicts = heldRun.report.verdicts.map((verdict) =>
    verdict.arm === 'protected' ? { ...verdict, status } : verdict,
  );
  const tests = await readJunit(format.render({ ...heldRun, report: { ...heldRun.report, verdicts } }));
  expect(tests.find(({ name }) => name?.startsWith('victim-p99-ratio'))?.status).toBe(seen);
});
