import { describe, expect, it } from 'vitest';
import { scenario as requestFlood } from '../../../../scenarios/request-flood.ts';
import { scenario as gpuQuotaStorm } from '../../../../scenarios/gpu-quota-storm.ts';
import { victimP99Ratio } from '../../../../src/judge/checks/victim-p99-ratio.ts';
import { digestRecording } from '../../../../src/judge/load/digest-recording.ts';
import { storiesOf, storyOf } from '../../../../src/judge/story/story-of.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import {
  at,
  emptyRecord,
  floodPlan,
  hogPlan,
  stormPlan,
  times,
  withDesign,
  withMore,
} from '../example-arm.ts';
import { creation, hogEnded, hogRecord, quota, stormRecord } from '../example-cluster.ts';
import { floodRecording, slower, steady, unstarted } from '../example-flood.ts';

const flood = (record: ArmRecord) => storyOf(requestFlood, floodPlan, record);
const sound = digestRecording(floodRecording({ pairs: 8 }));

describe('the story of a flood', () => {
  const story = flood(sound);

  it('tells every window in seconds since the arm began', () => {
    expect(story.windows).toHaveLength(16);
    expect(story.windows[1]).toMatchObject({
      index: 1,
      pair: 0,
      phase: 'attack',
      fromSeconds: 10,
      measureFromSeconds: 12,
      toSeconds: 20,
      takenOut: [],
    });
  });

  it('counts what became of the aggressor in the part that counts', () => {
    expect(story.windows[1]?.attack).toEqual({
      offered: 160,
      admitted: 8,
      refused: 152,
      failed: 0,
      neverStarted: 0,
    });
    expect(story.windows[0]?.attack).toBeUndefined();
    expect(story.promisedRps).toBe(1);
  });

  it('has the percentiles of the judge, window by window', () => {
    const counted = sound.victim?.windows.get(3);
    expect(story.windows[3]?.victim).toEqual({
      due: 320,
      failed: 0,
      latencyMsP50: counted?.latency.percentile(0.5),
      latencyMsP99: counted?.latency.percentile(0.99),
    });
  });

  it('ends with the figures of the verdict', () => {
    const verdict = victimP99Ratio().judge(floodPlan, sound);
    const [ratio] = story.ratios;
    expect(ratio?.check).toBe('victim-p99-ratio');
    expect(ratio?.limit).toBe(1.25);
    expect(ratio?.points.at(-1)).toMatchObject({
      pairs: 8,
      measured: verdict.measured,
      interval: verdict.interval,
      isLook: true,
    });
  });

  it('marks the looks among the pairs', () => {
    const looks = story.ratios[0]?.points.filter(({ isLook }) => isLook).map(({ pairs }) => pairs);
    expect(looks).toEqual([4, 8]);
    expect(story.ratios[0]?.points.map(({ pairs }) => pairs)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('compares percentiles only as far as there is a sample beyond', () => {
    const { distribution } = story;
    expect(distribution).toMatchObject({ samplesAtRest: 2560, samplesUnderAttack: 2560 });
    expect(distribution?.points.at(-1)?.share).toBe(0.9995);
  });

  it('tells the victim from second to second', () => {
    expect(story.latency).toHaveLength(160);
    expect(story.latency[0]).toMatchObject({ fromSeconds: 0, toSeconds: 1, due: 40, failed: 0 });
  });

  it('says when the judge looked, and what it said', () => {
    const looks = story.events.filter(({ kind }) => kind === 'look');
    expect(looks.map(({ atSeconds }) => atSeconds)).toEqual([80, 160]);
    expect(looks[0]?.what).toBe('Look after 4 pairs: not decided yet');
  });
});

describe('a story of failures', () => {
  it('has no percentile where requests failed, and counts them', () => {
    const failing = flood(
      digestRecording(
        floodRecording({
          victim: (window, index) =>
            window.phase === 'attack' ? { latencyMs: 1, status: 503 } : steady(window, index),
        }),
      ),
    );
    expect(failing.windows[1]?.victim).toMatchObject({ due: 320, failed: 320, latencyMsP99: null });
    expect(failing.distribution?.points.at(-1)?.attackMs).toBeNull();
    expect(failing.latency.at(-1)).toMatchObject({ failed: 40, latencyMsP50: null });
  });

  it('tells what never started from what was refused', () => {
    const dropped = flood(digestRecording(floodRecording({ aggressor: () => unstarted })));
    expect(dropped.windows[1]?.attack).toEqual({
      offered: 160,
      admitted: 0,
      refused: 0,
      failed: 0,
      neverStarted: 160,
    });
  });

  it('says why a window does not count', () => {
    const stolen = flood(
      digestRecording(
        floodRecording({ conditions: ({ index }) => (index === 3 ? { stealShare: 0.2 } : {}) }),
      ),
    );
    expect(stolen.windows[3]?.takenOut).toEqual(['the hypervisor gave 20 % of the processors to others']);
    expect(stolen.windows.filter(({ takenOut }) => takenOut.length > 0)).toHaveLength(1);
  });

  it('says of a window that was cut short that it does not count', () => {
    const observations = sound.observations.map((seen) =>
      seen.kind === 'window' && seen.index === 3 ? { ...seen, cutShort: true } : seen,
    );
    const { windows } = flood({ ...sound, observations });
    expect(windows[3]?.takenOut).toEqual(["it was cut short when the victim's error budget was burnt"]);
    expect(windows.filter(({ takenOut }) => takenOut.length > 0)).toHaveLength(1);
  });

  it('names what was lost', () => {
    const faulty = flood(withMore(sound, at(55, { kind: 'fault', what: 'k6', cause: 'killed' })));
    expect(faulty.events).toContainEqual({ atSeconds: 55, kind: 'fault', what: 'Lost: k6: killed' });
  });
});

describe('stories without windows', () => {
  it('count calls by what was answered', () => {
    const record = stormRecord([...times(4, creation(201)), ...times(45, creation(403)), creation(0)]);
    const story = storyOf(gpuQuotaStorm, stormPlan, record);
    expect(story.calls).toEqual([
      {
        what: 'create pods',
        as: 'system:serviceaccount:tenant-b:tenant',
        admitted: 4,
        refused: 45,
        failed: 1,
      },
    ]);
    expect(story).toMatchObject({ windows: [], latency: [], ratios: [] });
    expect(story.distribution).toBeUndefined();
  });

  it('have the quota as it was last seen', () => {
    const story = storyOf(gpuQuotaStorm, stormPlan, stormRecord([creation(201)], [quota()]));
    expect(story.usage).toEqual([
      { what: 'GPUs that live pods of tenant-b ask for', used: 4, limit: 4, unit: 'GPUs' },
      { what: 'requests.nvidia.com/gpu in gpu-quota of tenant-b', used: 4, limit: 4, unit: '' },
    ]);
  });

  it('have the memory of the largest container beside its limit', () => {
    const story = storyOf(gpuQuotaStorm, hogPlan, hogRecord(hogEnded(52), hogEnded(61)));
    expect(story.usage).toEqual([
      { what: 'Memory of the largest container of the attack', used: 61, limit: 64, unit: 'MiB' },
    ]);
    expect(story.events.filter(({ kind }) => kind === 'attack')).toEqual([
      {
        atSeconds: 1,
        untilSeconds: 4,
        kind: 'attack',
        what: 'hog took 52 MiB, ended by OOMKilled with exit 137',
      },
      {
        atSeconds: 1,
        untilSeconds: 4,
        kind: 'attack',
        what: 'hog took 61 MiB, ended by OOMKilled with exit 137',
      },
    ]);
  });

  it('turn a counter of processor time into cores, and skip where it began anew', () => {
    const record: ArmRecord = {
      observations: [
        at(0, { kind: 'arm-started' }),
        at(5, {
          kind: 'gateway-cpu',
          pod: 'gateway-1',
          scrapedAtMs: [0, 1, 2, 3].map((seconds) => at(seconds, { kind: 'arm-started' }).atMs),
          cpuSeconds: [10, 10.5, 0.25, 0.5],
        }),
      ],
    };
    expect(storyOf(requestFlood, floodPlan, record).processor).toEqual([
      { pod: 'gateway-1', atSeconds: 1, cores: 0.5 },
      { pod: 'gateway-1', atSeconds: 3, cores: 0.25 },
    ]);
  });
});

describe('the stories of a run', () => {
  const told = (recordOf: (scenario: string) => ArmRecord | undefined) =>
    storiesOf({
      scenarios: [requestFlood, gpuQuotaStorm],
      plan: { arms: [floodPlan, stormPlan] },
      recordOf: ({ scenario }) => recordOf(scenario),
    });

  it('leave out arms that were never begun', () => {
    expect(told(() => undefined)).toEqual([]);
    expect(told(() => emptyRecord)).toEqual([]);
    expect(
      told((id) => (id === 'request-flood' ? sound : undefined)).map(({ scenario }) => scenario),
    ).toEqual(['request-flood']);
  });

  it('say what was removed', () => {
    const weakness = { fixture: 'limiter-off-fifo', removes: 'limiter off' };
    const plan = { ...withDesign({}), arm: 'weakened' as const, weakness };
    const story = storyOf(requestFlood, plan, digestRecording(floodRecording({ victim: slower(20) })));
    expect(story).toMatchObject({ arm: 'weakened', weakness: 'limiter-off-fifo', removes: 'limiter off' });
    expect(story.events).toContainEqual({
      atSeconds: 0,
      kind: 'applied',
      what: 'Control removed: limiter off',
    });
  });
});
