import { expect, test } from 'vitest';
import { readOrder, requireTenant } from '../../../src/cli/invoice/invoice-order.ts';

test('what was asked for is read', () => {
  expect(readOrder({ tenant: 'tenant-a', periodDays: '0.25' })).toEqual({
    tenant: 'tenant-a',
    periodDays: 0.25,
  });
  const { prometheus } = readOrder({ tenant: 't', periodDays: '30', prometheus: 'http://10.0.0.1:9090/p' });
  expect(prometheus?.href).toBe('http://10.0.0.1:9090/p');
});

test.each(['0', '0.0', '-1', '', 'a', '1e3', 'Infinity', '367', ' 1'])(
  'a period of %j days is refused',
  (periodDays) => {
    expect(() => readOrder({ tenant: 't', periodDays })).toThrow(
      expect.objectContaining({ name: 'UsageError', code: 'bad-option' }),
    );
  },
);

test.each(['', '127.0.0.1:9090', 'file:///etc/passwd', 'nonsense'])('%j is no Prometheus', (prometheus) => {
  expect(() => readOrder({ tenant: 't', periodDays: '1', prometheus })).toThrow(
    expect.objectContaining({ name: 'UsageError', code: 'bad-option' }),
  );
});

test('a tenant that nobody knows is refused, and those that are known are named', () => {
  requireTenant('tenant-b', ['tenant-a', 'tenant-b']);
  expect(() => requireTenant('tenant-c', ['tenant-b', 'tenant-a', 'tenant-a'])).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      code: 'unknown-tenant',
      hint: 'Choose one of: tenant-a, tenant-b.',
    }),
  );
});
