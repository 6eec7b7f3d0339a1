import { describe, expect, it } from 'vitest';
import { digestLoad } from '../../../../src/judge/load/digest-load.ts';
import { digestRecording } from '../../../../src/judge/load/digest-recording.ts';
import type { LoadSample } from '../../../../src/model/load-samples.ts';
import { instant, windowsOf } from '../example-arm.ts';
import { floodRecording, requestsOf } from '../example-flood.ts';

/** Sent at once and served in 30 ms, so many seconds into the arm. */
const request = (secondsIn: number, changes: Partial<LoadSample> = {}): LoadSample => ({
  intendedMs: instant(secondsIn),
  latencyMs: 30,
  firstByteMs: Number.NaN,
  sendDelayMs: 0,
  status: 200,
  ...changes,
});

const never = { latencyMs: Number.NaN, sendDelayMs: Number.NaN, status: -1 };

// Windows of ten seconds, of which the first two are the guard.
const digest = (requests: readonly LoadSample[], keepAdmitted = true) => {
  const digester = digestLoad(windowsOf(1), keepAdmitted);
  for (const sample of requests) digester.add(sample);
  return digester.finish();
};

const windowOf = (load: ReturnType<typeof digest>, index: number) => {
  const window = load.windows.get(index);
  if (!window) throw new Error(`no window ${index}`);
  return window;
};

describe('a request', () => {
  it('belongs to the window in which it was intended to start, however late it ends', () => {
    const load = digest([request(9.999, { latencyMs: 5000 })]);
    expect(windowOf(load, 0).latency.count).toBe(1);
    expect(windowOf(load, 1)).toMatchObject({ offered: 0, due: 0 });
  });

  it.each([
    [-0.001, [0, 0, 0, 0]],
    [0, [1, 0, 0, 0]],
    [1.999, [1, 0, 0, 0]],
    [2, [1, 1, 0, 0]],
    [9.999, [1, 1, 0, 0]],
    [10, [0, 0, 1, 0]],
    [12, [0, 0, 1, 1]],
    [20, [0, 0, 0, 0]],
  ])('at %f s is offered and due as %j', (secondsIn, expected) => {
    const load = digest([request(secondsIn)]);
    const counted = [windowOf(load, 0), windowOf(load, 1)].flatMap(({ offered, due }) => [offered, due]);
    expect(counted).toEqual(expected);
    expect(load.samples).toBe(1);
  });

  it('that was not served has a status and no latency', () => {
    const load = digest([request(3, { status: 503 }), request(4, { status: 0 }), request(5)]);
    expect(windowOf(load, 0).byStatus).toEqual(
      new Map([
        [503, 1],
        [0, 1],
        [200, 1],
      ]),
    );
    expect(windowOf(load, 0).latency.count).toBe(1);
    expect(windowOf(load, 0).sendDelay.count).toBe(3);
    expect(load.byStatus).toEqual(
      new Map([
        [503, 1],
        [0, 1],
        [200, 1],
      ]),
    );
    expect(load.serviceTime.count).toBe(1);
  });

  it('that was never started was due, and is no answer', () => {
    const load = digest([request(3, never), request(1, never), request(4)]);
    expect(windowOf(load, 0)).toMatchObject({ offered: 3, due: 2, neverStarted: 1 });
    expect(windowOf(load, 0).byStatus).toEqual(new Map([[200, 1]]));
    expect(windowOf(load, 0).sendDelay.count).toBe(1);
    expect(load).toMatchObject({ samples: 3, neverStarted: 2, byStatus: new Map([[200, 1]]) });
  });

  it('counts where its answer ends, if it was served or given up', () => {
    const load = digest([
      request(1, { latencyMs: 1500 }),
      request(9, { latencyMs: 4000 }),
      request(8, { latencyMs: 500, status: 429 }),
      request(3, { latencyMs: 5000, status: 0 }),
      request(9.5, { latencyMs: 5000, status: 0 }),
    ]);
    expect(windowOf(load, 0)).toMatchObject({ due: 4, completed: 1, givenUp: 1 });
    expect(windowOf(load, 1)).toMatchObject({ due: 0, completed: 1, givenUp: 1 });
  });

  it('of a stream has a first byte', () => {
    const load = digest([
      request(3, { firstByteMs: 12.5 }),
      request(4),
      request(5, { firstByteMs: 9, status: 500 }),
    ]);
    expect(windowOf(load, 0).firstByte.runs()).toEqual({
      microseconds: Uint32Array.of(12_500),
      counts: Uint32Array.of(1),
    });
  });

  it('took the service from the moment of sending on', () => {
    const load = digest([request(3, { latencyMs: 30, sendDelayMs: 12 })]);
    expect(load.serviceTime.percentile(1)).toBe(18);
    expect(windowOf(load, 0).sendDelay.percentile(1)).toBe(12);
  });

  it('that k6 sent a little too early was not late', () => {
    expect(windowOf(digest([request(3, { sendDelayMs: -0.4 })]), 0).sendDelay.percentile(1)).toBe(0);
  });
});

describe('a load', () => {
  const unordered = [
    request(5),
    request(3, { latencyMs: 40 }),
    request(4, { status: 429 }),
    request(30, never),
  ];

  it('lasts from its first intended start to its last answer', () => {
    expect(digest([...unordered, request(1, never)])).toMatchObject({
      firstIntendedMs: instant(1),
      lastEndMs: instant(5) + 30,
    });
    expect(digest([])).toMatchObject({ samples: 0, firstIntendedMs: Number.NaN, lastEndMs: Number.NaN });
    expect(digest([request(1, never)])).toMatchObject({ firstIntendedMs: instant(1), lastEndMs: Number.NaN });
  });

  it('keeps what was admitted one by one, by start, if asked', () => {
    expect(digest(unordered).admitted).toEqual({
      startMs: Float64Array.of(instant(3), instant(5)),
      endMs: Float64Array.of(instant(3) + 40, instant(5) + 30),
    });
    expect(digest(unordered, false).admitted.startMs).toHaveLength(0);
  });

  it('keeps as many as are admitted', () => {
    const many = Array.from({ length: 1000 }, (_, index) => request(index / 100));
    const { startMs, endMs } = digest(many.toReversed()).admitted;
    expect(startMs).toEqual(Float64Array.from(many, ({ intendedMs }) => intendedMs));
    expect(endMs).toEqual(startMs.map((start) => start + 30));
  });
});

it('digestRecording counts up both loads, and keeps what only the aggressor needs', () => {
  const recording = floodRecording();
  const { victim, aggressor, observations } = digestRecording(recording);
  expect(observations).toBe(recording.observations);
  expect(victim?.samples).toBe(3200);
  expect([...(victim?.windows.keys() ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(victim?.windows.get(5)).toMatchObject({ offered: 400, due: 320 });
  expect(victim?.admitted.startMs).toHaveLength(0);
  const admitted = requestsOf(recording.aggressor).filter(({ status }) => status === 200);
  expect([...(aggressor?.admitted.startMs ?? [])]).toEqual(admitted.map(({ intendedMs }) => intendedMs));
  expect(digestRecording({ observations }).victim).toBeUndefined();
});

describe('a load of many tenants', () => {
  const requests = [
    request(3, { tenant: 1 }),
    request(4, { tenant: 0, latencyMs: 50 }),
    request(5, { tenant: 1, status: 503 }),
    request(13, { tenant: 1 }),
    request(6, { ...never, tenant: Number.NaN }),
  ];

  it('is counted up in all and for each who sends', () => {
    const load = digest(requests);
    expect(load.samples).toBe(5);
    expect(new Set(load.byTenant?.keys())).toEqual(new Set([0, 1]));
    const [first, second] = [load.byTenant?.get(0), load.byTenant?.get(1)];
    expect(first?.windows.get(0)?.latency.percentile(0.5)).toBe(50);
    expect(second?.windows.get(0)).toMatchObject({ due: 2, neverStarted: 0 });
    expect(second?.windows.get(1)?.due).toBe(1);
    expect(second?.admitted.startMs).toHaveLength(2);
  });

  it('has no parts where nobody says who sent', () => {
    expect(digest([request(3)])).not.toHaveProperty('byTenant');
  });
});
