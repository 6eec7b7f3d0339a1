import { describe, expect, it } from 'vitest';
import { gatewayDelta, percentileBracket, successes } from '../../../../src/judge/checks/gateway-delta.ts';
import type { Fact } from '../../../../src/judge/facts.ts';
import { at } from '../example-arm.ts';

type Count = Fact<'gateway-count'>;

const counted = (moment: Count['moment'], changes: Partial<Count> = {}): Count => ({
  ...at(0, { kind: 'gateway-count', tenant: 'tenant-a', moment, byStatus: {}, byDuration: {} }),
  ...changes,
});

describe('gateway-delta', () => {
  it('is what came between, with the bounds in milliseconds and in their order', () => {
    const before = counted('before', {
      byStatus: { 200: 10, 429: 3 },
      byDuration: { '+Inf': 10, '0.25': 9, '0.005': 2 },
    });
    const after = counted('after', {
      byStatus: { 200: 110, 201: 1, 429: 50 },
      byDuration: { '+Inf': 111, '0.25': 100, '0.005': 5 },
    });
    const delta = gatewayDelta([before, after], 'tenant-a');
    expect(delta?.served).toBe(101);
    expect([...(delta?.byDuration ?? [])]).toEqual([
      [5, 3],
      [250, 91],
      [Number.POSITIVE_INFINITY, 101],
    ]);
  });

  it('is that of several tenants together, and of none if one of them was not counted', () => {
    const of = (tenant: string, served: number): Count[] => [
      counted('before', { tenant }),
      counted('after', {
        tenant,
        byStatus: { 200: served },
        byDuration: { '0.1': served - 1, '+Inf': served },
      }),
    ];
    const counts = [...of('tenant-001', 7), ...of('tenant-002', 30), ...of('tenant-003', 500)];
    const delta = gatewayDelta(counts, 'tenant-001', 'tenant-002');
    expect(delta?.served).toBe(37);
    expect([...(delta?.byDuration ?? [])]).toEqual([
      [100, 35],
      [Number.POSITIVE_INFINITY, 37],
    ]);
    expect(gatewayDelta(counts, 'tenant-001', 'tenant-009')).toBeUndefined();
  });

  it('begins at 0 for a tenant that had sent nothing', () => {
    const after = counted('after', { byStatus: { 200: 7 }, byDuration: { '0.1': 7, '+Inf': 7 } });
    const delta = gatewayDelta([counted('before'), after], 'tenant-a');
    expect(delta?.served).toBe(7);
    expect(delta?.byDuration.get(100)).toBe(7);
  });

  it.each([
    ['the count before', [counted('after')]],
    ['the count after', [counted('before')]],
    ['both but for another tenant', [counted('before'), counted('after')], 'tenant-b'],
  ])('is missing without %s', (_what, counts, tenant = 'tenant-a') => {
    expect(gatewayDelta(counts, tenant)).toBeUndefined();
  });
});

describe('successes', () => {
  it('counts every 2xx and nothing else', () => {
    expect(successes({ 200: 5, 204: 1, 302: 7, 429: 11, 499: 13, 502: 17 })).toBe(6);
  });
});

describe('percentile-bracket', () => {
  const endless = Number.POSITIVE_INFINITY;
  const durations = new Map([
    [10, 0],
    [20, 90],
    [50, 99],
    [endless, 100],
  ]);

  it.each([
    [0.5, 10, 20],
    [0.9, 10, 20],
    [0.91, 20, 50],
    [0.99, 20, 50],
    [0.999, 50, endless],
  ])('%d lies above %d and at or below %d ms', (share, lowMs, highMs) => {
    expect(percentileBracket(durations, share)).toEqual({ lowMs, highMs });
  });

  it('is missing without a request', () => {
    expect(percentileBracket(new Map(), 0.99)).toBeUndefined();
    expect(
      percentileBracket(
        new Map([
          [10, 0],
          [endless, 0],
        ]),
        0.99,
      ),
    ).toBeUndefined();
  });
});
