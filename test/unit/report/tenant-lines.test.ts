import { expect, test } from 'vitest';
import type { Verdict } from '../../../src/model/report.ts';
import { tenantLines } from '../../../src/report/tenant-lines.ts';

const verdict: Verdict = {
  id: 'flood/protected/each',
  scenario: 'flood',
  arm: 'protected',
  objective: 'Each is served',
  status: 'breached',
  measured: 2,
  limit: 1.1,
  unit: 'ratio',
  reason: 'one is not',
  evidence: [],
};
const tenant = (number: number, status: 'held' | 'breached' | 'inconclusive') => ({
  tenant: `tenant-00${number}`,
  status,
  measured: 1.5,
  interval: { low: 1.2, high: 1.9, confidence: 0.99 },
  samples: 200,
  reason: 'p90 20 ms at rest, 30 ms under attack',
});

test('those who suffer are listed with their figures, those who held are not', () => {
  expect(tenantLines({ ...verdict, tenants: [tenant(1, 'breached'), tenant(2, 'held')] })).toEqual([
    'tenant-001 BREACHED (measured 1.5 ratio, 99 % interval 1.2 to 1.9, limit 1.1, 200 samples): p90 20 ms at rest, 30 ms under attack',
  ]);
});

test('five are enough; how many more there are is said', () => {
  const tenants = [1, 2, 3, 4, 5, 6, 7].map((number) => tenant(number, 'inconclusive'));
  const lines = tenantLines({ ...verdict, tenants });
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe('and 2 more; report.json has every tenant');
});

test('a verdict of one tenant has no list, and one without a figure has none to show', () => {
  expect(tenantLines(verdict)).toEqual([]);
  const unseen = {
    tenant: 'tenant-009',
    status: 'inconclusive' as const,
    measured: null,
    reason: 'nothing was seen',
  };
  expect(tenantLines({ ...verdict, tenants: [unseen] })).toEqual([
    'tenant-009 INCONCLUSIVE: nothing was seen',
  ]);
});

test('what the verdict says of all of them is not said again of each', () => {
  const reason = 'the negative control was missed';
  const doubted = { ...tenant(1, 'inconclusive'), reason: `${reason}; not counted as held: p90 20 ms` };
  expect(tenantLines({ ...verdict, reason, tenants: [doubted] })).toEqual([]);
});
