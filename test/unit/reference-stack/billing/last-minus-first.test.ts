import { expect, it } from 'vitest';
import { makeInvoice } from '../../../../src/reference-stack/billing/invoice.ts';
import { parsePriceList } from '../../../../src/reference-stack/billing/price-list.ts';

const toMs = Date.parse('2026-11-24T12:00:00Z');
const atMinute = (minutes: number): number => toMs - (60 - minutes) * 60_000;

/** A gateway counts from 100 to 140; another one takes its place and counts 30 more. */
const usage = {
  requests: [
    {
      target: 'old',
      samples: [
        { atMs: atMinute(0), value: 100 },
        { atMs: atMinute(20), value: 140 },
      ],
    },
    {
      target: 'new',
      samples: [
        { atMs: atMinute(30), value: 10 },
        { atMs: atMinute(40), value: 30 },
      ],
    },
    {
      target: 'reset in place',
      samples: [
        { atMs: atMinute(0), value: 9 },
        { atMs: atMinute(30), value: 2 },
      ],
    },
  ],
  computeSeconds: [],
  processes: [{ target: 'new', samples: [{ atMs: atMinute(30), value: atMinute(29) / 1000 }] }],
};

it.each([
  ['reset-aware', 40 + 30 + 2],
  ['last-minus-first', 40 + 20],
])('a bill that is %s across a restart', (counter_growth, requests) => {
  const parsed = parsePriceList(`counter_growth: ${counter_growth}`);
  if ('error' in parsed) throw new Error(parsed.error);
  const request = { tenantId: 'tenant-a', periodDays: 1 / 24, toMs };
  expect(makeInvoice(request, usage, parsed.prices)).toMatchObject({ requests });
});
