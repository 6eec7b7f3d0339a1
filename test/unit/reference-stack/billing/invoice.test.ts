import { describe, expect, it } from 'vitest';
import { makeInvoice, type ScrapedUsage } from '../../../../src/reference-stack/billing/invoice.ts';
import type { PriceList } from '../../../../src/reference-stack/billing/price-list.ts';

const toMs = Date.parse('2026-11-24T12:00:00Z');
const dayMs = 86_400_000;
const request = { tenantId: 'tenant-a', periodDays: 1, toMs };

const prices: PriceList = {
  compute_seconds: [{ price: '0.0001' }],
  requests: [{ up_to: 1000, price: '0.0002' }, { price: '0.0001' }],
  billed_statuses: [200],
  counter_growth: 'reset-aware',
};

const usage = (requests: number, computeSeconds: number): ScrapedUsage => ({
  requests: [
    {
      target: 'gateway',
      samples: [
        { atMs: toMs - dayMs, value: 500 },
        { atMs: toMs, value: 500 + requests },
      ],
    },
  ],
  computeSeconds: [{ target: 'engine', samples: [{ atMs: toMs - 1000, value: computeSeconds }] }],
  processes: [
    { target: 'engine', samples: [{ atMs: toMs - 60_000, value: (toMs - 61_000) / 1000 }] },
    { target: 'gateway', samples: [{ atMs: toMs - dayMs, value: 0 }] },
  ],
});

describe('an invoice', () => {
  it('holds the five fields of the chapter, and how they came about', () => {
    expect(makeInvoice(request, usage(1001, 12.3456789), prices)).toEqual({
      tenant_id: 'tenant-a',
      period_days: 1,
      compute_seconds: 12.345679,
      requests: 1001,
      total: '0.2013345679',
      currency: 'USD',
      from: '2026-11-23T12:00:00.000Z',
      to: '2026-11-24T12:00:00.000Z',
      samples_since: '2026-11-23T12:00:00.000Z',
      lines: [
        {
          item: 'compute_seconds',
          from: 0,
          up_to: null,
          quantity: 12.345679,
          price: '0.0001',
          amount: '0.0012345679',
        },
        { item: 'requests', from: 0, up_to: 1000, quantity: 1000, price: '0.0002', amount: '0.2' },
        { item: 'requests', from: 1000, up_to: null, quantity: 1, price: '0.0001', amount: '0.0001' },
      ],
      uncertain_targets: [],
    });
  });

  it('of a tenant that used nothing is of nothing', () => {
    const nothing = { requests: [], computeSeconds: [], processes: [] };
    expect(makeInvoice(request, nothing, prices)).toMatchObject({
      compute_seconds: 0,
      requests: 0,
      total: '0',
      samples_since: null,
      lines: [],
    });
  });

  it('names the targets whose earlier use it cannot tell', () => {
    const { requests, computeSeconds } = usage(1, 5);
    const invoice = makeInvoice(request, { requests, computeSeconds, processes: [] }, prices);
    expect(invoice).toMatchObject({ compute_seconds: 0, requests: 1, uncertain_targets: ['engine'] });
  });
});
