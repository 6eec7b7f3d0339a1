import { expect, test } from 'vitest';
import { crowdSize } from '../../../src/config/crowd-size.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { resolveSettings } from '../../../src/config/settings.ts';

test.each([
  [{ tenants: '100', aggressors: '10' }, {}, { tenants: 100, aggressors: 10 }],
  [{ tenants: '2' }, {}, { tenants: 2, aggressors: 1 }],
  [{}, { tenants: 50, aggressors: 49 }, { tenants: 50, aggressors: 49 }],
  [{ aggressors: '3' }, { tenants: 50, aggressors: 49 }, { tenants: 50, aggressors: 3 }],
])('flags %j and file %j make %j', (flags, file, size) => {
  expect(crowdSize(flags, file)).toEqual(size);
});

test('nothing said is no crowd', () => {
  expect(crowdSize({})).toBeUndefined();
  expect(resolveSettings({}, {}, {}, { randomSeed: 1, objectives: [] })).not.toHaveProperty('crowd');
});

test.each([
  [{ tenants: '1' }, '1 is not a number of tenants'],
  [{ tenants: '101' }, '101 is not a number of tenants'],
  [{ tenants: '2.5' }, "'2.5' is not a whole number of tenants"],
  [{ tenants: 'many' }, "'many' is not a whole number of tenants"],
  [{ tenants: '10', aggressors: '0' }, '0 of 10 tenants'],
  [{ tenants: '10', aggressors: '10' }, '10 of 10 tenants'],
  [{ aggressors: '3' }, '3 aggressors of how many tenants is not said'],
])('%j is refused with the valid range', (flags, message) => {
  const hint = expect.stringContaining('from 2 to 100') as string;
  expect(() => crowdSize(flags)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) as string, code: 'bad-crowd', hint }),
  );
});

test('the file names it crowd', () => {
  const { config } = parseConfig('crowd: { tenants: 100, aggressors: 10 }', 'tenantproof.yaml', []);
  const settings = resolveSettings({}, {}, config, { randomSeed: 1, objectives: [] });
  expect(settings.crowd).toEqual({ tenants: 100, aggressors: 10 });
  expect(() => parseConfig('crowd: { victims: 3 }', 'tenantproof.yaml', [])).toThrow('victims');
});
