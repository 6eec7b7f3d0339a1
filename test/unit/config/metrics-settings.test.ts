import { expect, test } from 'vitest';
import { metricsSettings } from '../../../src/config/metrics-settings.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { resolveSettings } from '../../../src/config/settings.ts';

const env = { TENANTPROOF_PUSHGATEWAY: 'http://env:9091' };
const file = { pushgateway: 'http://file:9091', job: 'staging' };

test('flag > environment > file > nowhere', () => {
  const flags = { pushgateway: 'http://flag:9091' };
  expect(metricsSettings(flags, env, file)).toEqual({ pushgateway: 'http://flag:9091', job: 'staging' });
  expect(metricsSettings({}, env, file)?.pushgateway).toBe('http://env:9091');
  expect(metricsSettings({}, {}, file)?.pushgateway).toBe('http://file:9091');
  expect(metricsSettings({}, env)).toEqual({ pushgateway: 'http://env:9091', job: 'tenantproof' });
  expect(metricsSettings({}, {}, { job: 'staging' })).toBeUndefined();
  expect(resolveSettings({}, {}, {}, { randomSeed: 1, objectives: [] })).not.toHaveProperty('metrics');
});

test('an empty address pushes nowhere, whatever the file says', () => {
  expect(metricsSettings({}, { TENANTPROOF_PUSHGATEWAY: '' }, file)).toBeUndefined();
});

test('a path stays, a slash at its end does not', () => {
  const { pushgateway } = metricsSettings({ pushgateway: 'https://host/push//' }, {}) ?? {};
  expect(pushgateway).toBe('https://host/push');
});

test.each([
  ['no-address-hunter2', /is not an http or https address/],
  ['ftp://host/hunter2', /is not an http or https address/],
  ['http://user:hunter2@host', /holds credentials/],
  ['http://hunter2@host', /holds credentials/],
  ['http://host?token=hunter2', /has a query/],
])('%s is refused, and not repeated', (pushgateway, message) => {
  const refused = (): unknown => metricsSettings({ pushgateway }, {});
  expect(refused).toThrow(message);
  expect(refused).not.toThrow(/hunter2/);
});

test.each(['a/b', '..', ''])('a job named %j is refused, since it is part of a path', (job) => {
  const text = `metrics:\n  job: ${JSON.stringify(job)}\n`;
  expect(() => parseConfig(text, 'x.yaml', [])).toThrow(
    /x.yaml:2:8: metrics.job: a job is named with letters/,
  );
});
