import { expect, test } from 'vitest';
import { invoiceText } from '../../../src/cli/invoice/invoice-text.ts';
import type { Invoice } from '../../../src/reference-stack/billing/invoice.ts';

const invoice: Invoice = {
  tenant_id: 'tenant-a',
  period_days: 1,
  compute_seconds: 12.345679,
  requests: 1001,
  total: '0.2013345679',
  currency: 'USD',
  from: '2026-11-23T12:00:00.000Z',
  to: '2026-11-24T12:00:00.000Z',
  samples_since: '2026-11-24T10:02:03.000Z',
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
};

test('an invoice can be read and added up', () => {
  expect(invoiceText(invoice)).toBe(
    `Invoice of tenant-a for 1 day: 2026-11-23 12:00 UTC to 2026-11-24 12:00 UTC

  GPU compute          12.345679 s  × $0.0001  $0.0012345679
  requests                    1000  × $0.0002           $0.2
  requests above 1000            1  × $0.0001        $0.0001
  total                                        $0.2013345679

Prometheus holds samples since 2026-11-24 10:02 UTC.
`,
  );
});

test('what the samples do not show is said', () => {
  const text = invoiceText({
    ...invoice,
    samples_since: null,
    uncertain_targets: ['gateway-1 at 10.0.0.1:8080'],
  });
  expect(text).toContain('Prometheus holds no sample of this tenant in the period.');
  expect(text).toContain('Not billed: what gateway-1 at 10.0.0.1:8080 counted before its first sample');
});
