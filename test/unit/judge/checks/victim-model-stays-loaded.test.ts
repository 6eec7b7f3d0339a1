import { describe, expect, it } from 'vitest';
import { victimModelStaysLoaded } from '../../../../src/judge/checks/victim-model-stays-loaded.ts';
import { at, emptyRecord, floodPlan, times, tourPlan, withMore, without } from '../example-arm.ts';
import { restarts } from '../example-cluster.ts';
import { call, GiB, tourRecord, type TourOptions } from '../example-tour.ts';

const check = victimModelStaysLoaded();
const judge = (options: TourOptions = {}) => check.judge(tourPlan, tourRecord(options));

const evicted: TourOptions = {
  after: {
    loads: { 'tenant-a': 3, 'tenant-b': 7 },
    evictions: { 'tenant-a': 2, 'tenant-b': 6 },
  },
};

describe('victim-model-stays-loaded', () => {
  it('is held when the aggressor evicted its own models and the victim lost none', () => {
    const found = judge();
    expect(found).toMatchObject({ status: 'held', measured: 0, limit: 0, samples: 8 });
    expect(found.evidence.join('\n')).toContain('tenant-b 17 of 20 GiB, all tenants 33 of 40 GiB');
    expect(found.evidence.join('\n')).toContain('6 calls led to 6 loads and 6 evictions of its models');
  });

  it('is held whatever happened before the attack', () => {
    const before = { loads: { 'tenant-a': 9, 'tenant-b': 1 }, evictions: { 'tenant-a': 8 } };
    const after = { loads: { 'tenant-a': 9, 'tenant-b': 7 }, evictions: { 'tenant-a': 8, 'tenant-b': 6 } };
    expect(judge({ before, after }).status).toBe('held');
  });

  it('is breached when the model was evicted and loaded anew, also after a fault', () => {
    const found = judge(evicted);
    expect(found).toMatchObject({ status: 'breached', measured: 4 });
    expect(found.reason).toBe("the victim's model was evicted 2 times and loaded anew 2 times");
    const broken = at(9, { kind: 'fault', what: 'the disk', cause: 'full' });
    expect(check.judge(tourPlan, withMore(tourRecord(evicted), broken)).status).toBe('breached');
  });

  it('is breached by half an attack, if that was enough', () => {
    const tour = ['small', 'second'].map((model) => call('aggressor', 'during', { model }));
    expect(judge({ ...evicted, tour, during: [] }).status).toBe('breached');
  });

  it.each<[string, TourOptions]>([
    [
      'tenant-b held 21 of 20 GiB of its partition',
      { after: { peakBytes: { 'tenant-a': 16 * GiB, 'tenant-b': 21 * GiB } } },
    ],
    ['all tenants together held 41 of 40 GiB of the GPU', { after: { peakBytesOfAll: 41 * GiB } }],
    [
      '1 of 8 calls of the victim failed: 507 (1 time)',
      { during: [call('victim', 'during'), call('victim', 'during', { httpStatus: 507 })] },
    ],
  ])('is breached when %s', (reason, options) => {
    expect(judge(options)).toMatchObject({ status: 'breached', reason });
  });

  it.each<[string, TourOptions]>([
    ['another engine counted', { after: { processes: ['engine-1 since 1700000050'] } }],
    ['another engine counted', { before: { processes: [] }, after: { processes: [] } }],
    ['says nothing of tenant-a', { after: { loads: { 'tenant-b': 7 } } }],
    ['says nothing of tenant-b', { after: { peakBytes: { 'tenant-a': 16 * GiB } } }],
    ['says nothing of its whole memory', { after: { gpuMemoryBytes: 0 } }],
    ['counters of tenant-a began anew', { after: { loads: { 'tenant-a': 0, 'tenant-b': 7 } } }],
    ['was not loaded before the attack', { before: { residentBytes: {} } }],
    [
      '1 call of the victim during the attack and 3 after it are too few',
      { during: [call('victim', 'during')] },
    ],
    [
      'the engine counted no load, but the victim waited 340 ms, as one does for a load (330 ms)',
      { during: [call('victim', 'during'), call('victim', 'during', { latencyMs: 340 })] },
    ],
    ['did not fill the aggressor', { after: { evictions: {} } }],
    [
      '3 of 6 planned calls were served',
      { tour: ['small', 'second', 'third'].map((model) => call('aggressor', 'during', { model })) },
    ],
    [
      '5 of 6 planned calls',
      { tour: [...times(5, call('aggressor', 'during')), call('aggressor', 'during', { httpStatus: 429 })] },
    ],
  ])('is inconclusive: %s', (words, options) => {
    const found = judge(options);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(words);
  });

  it('is inconclusive when something under test restarted, whatever was seen', () => {
    for (const options of [{}, evicted]) {
      const record = withMore(tourRecord(options), restarts('tenant-a', 2, 1));
      expect(check.judge(tourPlan, record)).toMatchObject({
        status: 'inconclusive',
        reason: 'what was under test changed: 1 restart in tenant-a',
      });
    }
  });

  it('is inconclusive when the victim was not well before the attack', () => {
    const ill = withMore(tourRecord(evicted), call('victim', 'before', { httpStatus: 502 }));
    expect(check.judge(tourPlan, ill).status).toBe('inconclusive');
  });

  it("is inconclusive without the engine's account, without an attack and without a record", () => {
    const uncounted = without(tourRecord(evicted), ({ kind }) => kind === 'engine-memory');
    expect(check.judge(tourPlan, uncounted).status).toBe('inconclusive');
    expect(check.judge(floodPlan, tourRecord(evicted)).status).toBe('inconclusive');
    expect(check.judge(tourPlan, emptyRecord).status).toBe('inconclusive');
    const meek = judge({ ...evicted, tour: times(6, call('aggressor', 'during')) });
    expect(meek).toMatchObject({
      status: 'inconclusive',
      reason: 'the aggressor used 1 model of 16 GiB, which fit into its 20 GiB of GPU memory',
    });
  });
});
