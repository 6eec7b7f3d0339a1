import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/judge/summary.ts';
import type { Report, Verdict } from '../../../src/model/report.ts';
import type { ReportOptions } from '../../../src/report/reporter.ts';
import { terminal } from '../../../src/report/terminal.ts';
import { endpointReport, exampleReport, exampleTexts } from './example-report.ts';
import { cutRun } from './example-runs.ts';

const options: ReportOptions = {
  scenarios: exampleTexts,
  exitCode: 99,
  files: [{ path: 'reports/latest/report.json', what: 'this, for programs' }],
  chalk: new Chalk({ level: 0 }),
};
const text = terminal(exampleReport, options);
/** The text as it reads, without the line breaks that the width put in. */
const unwrapped = (rendered: string): string => rendered.replaceAll(/\s+/gu, ' ');

const withVerdict = (changes: Partial<Verdict>): Report => {
  const [first] = exampleReport.verdicts;
  if (!first) throw new Error('The example has verdicts');
  return { ...exampleReport, verdicts: [{ ...first, ...changes }] };
};

describe('terminal', () => {
  it('says which run it was', () => {
    expect(text).toMatch(
      /^tenantproof 0\.1\.0 · run 20261124-073102-7f3a\nembedded cluster, Kubernetes v1\.34\.1 · profile quick · seed 42 · 3 min 12 s\n/u,
    );
  });

  it('puts the question of each scenario above its verdicts', () => {
    expect(text).toContain(
      'request-flood\n  If one tenant sends twenty times its rate, do the others notice?\n  ✔ HELD',
    );
  });

  it('gives every figure with its interval, limit, unit and samples, and the reason', () => {
    expect(text).toContain('measured 1.04 ratio, 99.5 % interval 0.971 to 1.12, limit 1.25, 2,560 samples');
    expect(text).toContain('why: p99 41.2 ms at rest, 43 ms under attack: at most 1.12 times');
  });

  it('tells every status by a word and a symbol of its own', () => {
    for (const mark of ['✔ HELD', '✘ BREACHED', '? INCONCLUSIVE', '○ NOT VERIFIED'])
      expect(text).toContain(mark);
  });

  it('shows what was seen where something is wrong, and not where all is well', () => {
    expect(text).toContain('seen: The aggressor offered 20 requests/s');
    expect(text).not.toContain('seen: The attack was delivered');
  });

  it('says of a breach what failed, the evidence in one line, the usual cause, the fix, and how to see it again', () => {
    const lines = text.split('\n').map((line) => line.trim());
    const from = lines.findIndex((line) => line.startsWith('✘ BREACHED'));
    expect(lines.slice(from, from + 8)).toEqual([
      '✘ BREACHED      Every refused request of the aggressor gets 429 with Retry-After',
      'measured 7 requests refused otherwise, limit 0, 1,140 samples',
      'why: 1,133 requests refused with 429; 7 failed otherwise: 503 (7 times)',
      'seen: The aggressor offered 20 requests/s in the attack windows, promised 1/s',
      'failed: rate limiter',
      'usual cause: Requests of all tenants wait in one queue.',
      'fix: Set `queue: fair` in gateway.yaml.',
      'reproduce: tenantproof verify --scenario request-flood --profile quick --seed 42',
    ]);
  });

  it('blames nobody where nothing is breached, or where a control was removed', () => {
    expect(text.match(/failed:/gu)).toHaveLength(1);
  });

  it('says of each negative control whether it was caught', () => {
    const lines = unwrapped(text);
    expect(lines).toContain(
      '✔ CAUGHT Control removed (the rate limiter and the fair queue): it broke, as it must',
    );
    expect(lines).toContain(
      "✘ MISSED Control removed (the quota on requests.nvidia.com/gpu): it was not seen to break, so these checks can't be believed",
    );
    expect(lines).toContain('why: gpu-quota-exact was held: 4 pods admitted');
  });

  it('calls a control missed when its arm could not be judged', () => {
    const report = withVerdict({
      arm: 'weakened',
      status: 'inconclusive',
      reason: "the victim's k6 was lost",
    });
    const rendered = terminal(report, options);
    expect(rendered).toContain('✘ MISSED');
    expect(rendered).toContain("why: victim-p99-ratio was inconclusive: the victim's k6 was lost");
  });

  it('says of a control whose arm was never played just that, once, and does not call it missed', () => {
    const rendered = terminal(cutRun.report, options);
    expect(rendered).not.toContain('MISSED');
    expect(unwrapped(rendered)).toContain(
      '? NOT PLAYED Control removed (the quota on requests.nvidia.com/gpu): this was not played, so whether these checks see it is not known why: this arm was not played: nothing of it was recorded',
    );
    expect(unwrapped(rendered)).toContain('Negative controls: 1 caught, 1 not played Exit code');
  });

  it('lists what was not verified once, and why', () => {
    expect(unwrapped(text)).toContain(
      '○ NOT VERIFIED mig-partition: If one tenant fills its GPU partition, does its neighbour on the same GPU notice? ' +
        'why: needs gpu-hardware, which this cluster does not have',
    );
    expect(text.match(/mig-partition/gu)).toHaveLength(1);
  });

  it('lists scenarios together that were left out for the same reason', () => {
    const untried = exampleReport.verdicts.find(({ scenario }) => scenario === 'mig-partition');
    if (!untried) throw new Error('The example has verdicts');
    const verdicts = ['a', 'b'].map((scenario) => ({ ...untried, scenario, reason: 'needs containers' }));
    const report = { ...exampleReport, verdicts: [...exampleReport.verdicts, ...verdicts] };
    const lines = unwrapped(terminal(report, options));
    expect(lines).toContain('○ NOT VERIFIED a, b why: needs containers');
    expect(lines).toContain('○ NOT VERIFIED mig-partition: If');
  });

  it('ends with the verdict of the run, its exit code and its files', () => {
    expect(unwrapped(text)).toMatch(
      /✘ BREACHED A promise did not hold while a tenant ran away\. Objectives: 1 held, 1 breached, 1 inconclusive, 1 not verified Negative controls: 1 caught, 1 missed Exit code: 99 reports\/latest\/report\.json this, for programs $/u,
    );
  });

  const nothing = {
    held: 0,
    breached: 0,
    inconclusive: 0,
    notVerified: 0,
    controlsCaught: 0,
    controlsMissed: 0,
  };
  it.each([
    ['✔ HELD Every objective that was tested held.', { held: 8, controlsCaught: 3 }],
    ['? INCONCLUSIVE The run could not decide; do not read it as a pass.', { held: 8, controlsMissed: 1 }],
    ['? INCONCLUSIVE The run could not decide; do not read it as a pass.', { held: 8, controlsNotPlayed: 1 }],
    ['○ NOT VERIFIED Nothing was verified. Objectives: none Negative controls: none', {}],
  ])('concludes "%s"', (words, counts) => {
    const report = { ...exampleReport, verdicts: [], summary: { ...nothing, ...counts } };
    expect(unwrapped(terminal(report, options))).toContain(words);
  });

  it.each([40, 60, 100, 200])('stays within %i columns', (width) => {
    const report = withVerdict({ reason: `lost ${'x'.repeat(300)} and more words to come` });
    for (const rendered of [
      terminal(report, { ...options, width, files: [] }),
      terminal(exampleReport, { ...options, width, files: [] }),
    ]) {
      for (const line of rendered.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('adds colour without changing a character', () => {
    const coloured = terminal(exampleReport, { ...options, chalk: new Chalk({ level: 1 }) });
    expect(coloured).toContain('\u001B[');
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    expect(coloured.replaceAll(/\u001B\[\d+m/gu, '')).toBe(text);
  });

  it('lets no server message command the terminal', () => {
    const hostile = '\u001B[2J\u001B]0;title\u0007\u009B31mred\r\nHELD\u202E dleh \u0008';
    const report = withVerdict({
      status: 'breached',
      reason: hostile,
      evidence: [hostile],
      objective: hostile,
    });
    const rendered = terminal(report, { ...options, scenarios: [] });
    expect(rendered).toContain('why: red HELD dleh');
    expect(rendered).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});

describe('terminal of a run on a platform that is not ours', () => {
  const told = terminal(endpointReport, { ...options, exitCode: 0, files: [] });

  it('says with each verdict that held, once for each scenario, and at the end that no control was exercised', () => {
    expect(told).toBe(`tenantproof 0.1.0 · run 20261130-120000-11ab
endpoint https://llm.example.com · profile quick · seed 42 · 3 min 12 s

request-flood
  If one tenant sends twenty times its rate, do the others notice?
  ✔ HELD          Under attack the victim's p99 latency stays near its p99 at rest
                  held, control not exercised
                  measured 1.04 ratio, 99.5 % interval 0.971 to 1.12, limit 1.25, 2,560 samples
                  why: p99 41.2 ms at rest, 43 ms under attack: at most 1.12 times
  ○ NOT VERIFIED  The gateway counts the victim as its client does
                  why: needs gateway-metrics, which is not seen at this endpoint
  ○ NOT EXERCISED No control was removed: the platform is not ours
                  In its stead: The attack was felt: 1,140 of 1,200 requests of the attack were
                  refused (95 %)

  ○ NOT VERIFIED  gpu-quota-storm: If one tenant asks for fifty GPUs at once, does it get only what
                  it was promised?
                  why: needs quota, which an endpoint alone does not show

${'─'.repeat(100)}
  ✔ HELD          Every objective that was tested held, control not exercised: the platform is not
                  ours.
                  Objectives: 1 held, 2 not verified
                  Negative controls: not exercised: the platform is not ours
                  Exit code: 0
`);
  });

  it('says of what did not hold there that nothing stands in for the control', () => {
    const [first, ...others] = endpointReport.verdicts;
    if (!first) throw new Error('The example has verdicts');
    const { control: _, ...bare } = first;
    const open: Verdict = {
      ...bare,
      status: 'inconclusive',
      reason: 'nothing shows that the attack was felt',
    };
    const verdicts = [open, ...others];
    const report = { ...endpointReport, verdicts, summary: summarize(verdicts) };
    const rendered = terminal(report, { ...options, exitCode: 20, files: [] });
    expect(rendered).toContain('Nothing stands in for it: nothing here held');
    expect(rendered).not.toContain('held, control not exercised');
  });

  it('lets no endpoint command the terminal', () => {
    const endpoint = 'https://x\u001B[2J\u202E\r\nHELD';
    const report = { ...endpointReport, run: { ...endpointReport.run, endpoint } };
    expect(terminal(report, options)).toContain('endpoint https://x HELD ·');
    expect(terminal(report, options)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});
