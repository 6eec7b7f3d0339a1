import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../../src/judge/compare/compare-reports.ts';
import type { Comparison, Outcome } from '../../../../src/model/comparison.ts';
import type { Report, Status, Verdict } from '../../../../src/model/report.ts';
import { admittedPods, p99Ratio, quotaRemoved, reportOf } from './literals.ts';

const compareVerdicts = (older: Verdict[], newer: Verdict[]): Comparison =>
  compareReports(reportOf(older), reportOf(newer));

const withStatus = (verdict: Verdict, status: Status): Verdict => ({ ...verdict, status });

type Said = [Outcome | undefined, Comparison['conclusion']];
type Case = [string, Verdict, Verdict, Said];

/** What is said of one objective, and of two runs that have no other. */
function saidOf(older: Verdict, newer: Verdict): Said {
  const { objectives, conclusion } = compareVerdicts([older], [newer]);
  return [objectives[0]?.outcome, conclusion];
}

describe('an objective whose status stayed', () => {
  it.each<Case>([
    ['rose', p99Ratio(0.02), p99Ratio(0.07), ['worse', 'worse']],
    ['fell', p99Ratio(0.07), p99Ratio(0.02), ['better', 'not-worse']],
    ['moved within noise', p99Ratio(0.02), p99Ratio(0.04), ['same', 'not-worse']],
    ['an equal count', admittedPods, admittedPods, ['same', 'not-worse']],
    ['another count', admittedPods, { ...admittedPods, measured: 5 }, ['different', 'not-worse']],
    ['another limit', admittedPods, { ...admittedPods, limit: 6 }, ['not-compared', 'nothing-compared']],
  ])('%s', (_name, older, newer, said) => {
    expect(saidOf(older, newer)).toEqual(said);
  });
});

const undecided = (mean: number): Verdict => p99Ratio(mean, { status: 'inconclusive' });
const broken = (mean: number): Verdict => p99Ratio(mean, { status: 'breached' });
const untried = p99Ratio(0, { status: 'not-verified', measured: null });

describe('an objective whose status changed', () => {
  it.each<Case>([
    ['held → breached', p99Ratio(0), broken(0), ['worse', 'worse']],
    ['inconclusive → breached', undecided(0), broken(0), ['worse', 'worse']],
    ['not verified → breached', untried, broken(0), ['worse', 'worse']],
    ['held → inconclusive', p99Ratio(0), undecided(0), ['unsure', 'unsure']],
    ['held → not verified', p99Ratio(0), untried, ['unsure', 'unsure']],
    ['breached → held', broken(0), p99Ratio(0), ['better', 'not-worse']],
    ['inconclusive → held', undecided(0), p99Ratio(0), ['better', 'not-worse']],
    ['breached → inconclusive', broken(0), undecided(0), ['different', 'not-worse']],
    ['held by a wider limit, and yet worse', broken(0.1), p99Ratio(0.2, { limit: 1.5 }), ['worse', 'worse']],
  ])('%s', (_name, older, newer, said) => {
    expect(saidOf(older, newer)).toEqual(said);
  });
});

describe('figures of a run that was not sure of them', () => {
  it.each<Case>([
    ['held, then undecided and higher', p99Ratio(0.02), undecided(0.07), ['unsure', 'unsure']],
    ['undecided, then held and higher', undecided(0.02), p99Ratio(0.07), ['unsure', 'unsure']],
    ['undecided and higher', undecided(0.02), undecided(0.07), ['unsure', 'unsure']],
    ['undecided and lower', undecided(0.07), undecided(0.02), ['different', 'not-worse']],
  ])('neither worsen nor better it for certain: %s', (_name, older, newer, said) => {
    expect(saidOf(older, newer)).toEqual(said);
  });
});

describe('a weakened arm', () => {
  it.each<[Status, Status, Outcome]>([
    ['breached', 'breached', 'same'],
    ['breached', 'held', 'unsure'],
    ['breached', 'inconclusive', 'unsure'],
    ['held', 'breached', 'better'],
    ['held', 'inconclusive', 'different'],
  ])('%s → %s: %s', (older, newer, outcome) => {
    const compared = compareVerdicts(
      [admittedPods, withStatus(quotaRemoved, older)],
      [admittedPods, withStatus(quotaRemoved, newer)],
    );
    const control = compared.objectives.find(({ arm }) => arm === 'weakened');
    expect(control?.outcome).toBe(outcome);
    expect(compared.conclusion).toBe(outcome === 'unsure' ? 'unsure' : 'not-worse');
  });

  it('is not compared by its figure', () => {
    const compared = compareVerdicts([quotaRemoved], [{ ...quotaRemoved, measured: 50 }]);
    expect(compared.objectives).toMatchObject([{ outcome: 'same', figure: { kind: 'not-compared' } }]);
    expect(compared.conclusion).toBe('nothing-compared');
  });
});

describe('what only one run has', () => {
  it('is listed as added or removed', () => {
    const compared = compareVerdicts([p99Ratio(0), quotaRemoved], [p99Ratio(0), admittedPods]);
    expect(compared.added).toMatchObject([{ id: admittedPods.id, status: 'held' }]);
    expect(compared.removed).toMatchObject([{ id: quotaRemoved.id, status: 'breached' }]);
  });

  it.each<[string, Verdict, Comparison['conclusion']]>([
    ['that was held', admittedPods, 'unsure'],
    ['that was breached', withStatus(admittedPods, 'breached'), 'not-worse'],
    ['of a control that was caught', quotaRemoved, 'unsure'],
    ['of a control that was missed', withStatus(quotaRemoved, 'held'), 'not-worse'],
  ])('an objective missing %s', (_name, missing, conclusion) => {
    expect(compareVerdicts([p99Ratio(0), missing], [p99Ratio(0)]).conclusion).toBe(conclusion);
  });

  it('leaves nothing to compare if it is everything', () => {
    expect(compareVerdicts([], [admittedPods]).conclusion).toBe('nothing-compared');
    expect(compareVerdicts([], []).conclusion).toBe('nothing-compared');
  });
});

describe('the order', () => {
  const named = (id: string, verdict: Verdict): Verdict => ({
    ...verdict,
    id: `request-flood/protected/${id}`,
  });

  it('is worst first: newly breached, then the largest change, then what is unsure, other, better, the same', () => {
    const compared = compareVerdicts(
      [
        named('same', admittedPods),
        named('better', p99Ratio(0.2)),
        named('lost', p99Ratio(0)),
        named('different', admittedPods),
        named('worse', p99Ratio(0)),
        named('much-worse', p99Ratio(0)),
        named('broken', admittedPods),
      ],
      [
        named('same', admittedPods),
        named('better', p99Ratio(0)),
        named('lost', p99Ratio(0, { status: 'inconclusive' })),
        named('different', { ...admittedPods, measured: 3 }),
        named('worse', p99Ratio(0.1)),
        named('much-worse', p99Ratio(0.3)),
        named('broken', withStatus(admittedPods, 'breached')),
      ],
    );
    expect(compared.objectives.map(({ id }) => id.split('/').at(-1))).toEqual([
      'broken',
      'much-worse',
      'worse',
      'lost',
      'different',
      'better',
      'same',
    ]);
  });

  it('puts a change from 0 before every other', () => {
    const zero = { ...admittedPods, measured: 0, limit: 0 };
    const compared = compareVerdicts(
      [named('double', admittedPods), named('from-zero', zero)],
      [named('double', { ...admittedPods, measured: 8 }), named('from-zero', { ...zero, measured: 1 })],
    );
    expect(compared.objectives.map(({ id }) => id.split('/').at(-1))).toEqual(['from-zero', 'double']);
  });
});

describe('what makes runs less comparable', () => {
  const differencesOf = (newer: Report): string[] =>
    compareReports(reportOf([p99Ratio(0), admittedPods]), newer).differences.map(
      ({ what, older, newer: after }) => `${what}: ${older} → ${after}`,
    );

  it('is nothing between like runs, whatever the seed', () => {
    expect(differencesOf(reportOf([p99Ratio(0), admittedPods], { seed: 7 }))).toEqual([]);
  });

  it('is named', () => {
    const newer = reportOf([p99Ratio(0, { limit: 1.105 }), { ...admittedPods, limit: 6 }], {
      profile: 'quick',
      cluster: { kind: 'kind', kubernetesVersion: 'v1.38.0', capabilities: [] },
      tool: { version: '0.2.0' },
    });
    expect(differencesOf(newer)).toEqual([
      'profile: nightly → quick',
      'cluster: embedded → kind',
      'Kubernetes: v1.37.2 → v1.38.0',
      'tenantproof: 0.1.0 → 0.2.0',
      'limit of request-flood/protected/victim-p99-ratio: 1.1 → 1.105',
    ]);
  });

  it('is that only one of them could remove controls, and what held in both is no longer the same', () => {
    const control = 'not-exercised' as const;
    const verdicts = [p99Ratio(0, { control }), { ...admittedPods, control }];
    const outside = reportOf(verdicts);
    const { cluster: _, ...run } = outside.run;
    const newer = { ...outside, run: { ...run, endpoint: 'https://llm.example.com' } };
    expect(differencesOf(newer)).toEqual([
      'cluster: embedded → none',
      'Kubernetes: v1.37.2 → none',
      'endpoint: none → https://llm.example.com',
      'controls: removed one by one → not exercised',
    ]);
    const { objectives } = compareReports(reportOf([p99Ratio(0), admittedPods]), newer);
    expect(objectives.map(({ outcome }) => outcome)).toEqual(['different', 'different']);
    expect(compareReports(newer, newer).objectives.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
  });
});
