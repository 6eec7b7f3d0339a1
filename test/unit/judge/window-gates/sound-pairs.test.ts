import { describe, expect, it } from 'vitest';
import { victimP99Ratio } from '../../../../src/judge/checks/victim-p99-ratio.ts';
import { mostlySound } from '../../../../src/judge/gates/mostly-sound.ts';
import { soundPairs } from '../../../../src/judge/window-gates/sound-pairs.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { emptyRecord, floodPlan, withDesign, without } from '../example-arm.ts';
import { floodRecord, slower, steady, type Answering } from '../example-flood.ts';

const stolen = 'the hypervisor gave 10 % of the processors to others';

/** In these windows the hypervisor takes a tenth of the machine. */
const stolenIn = (pairs: number, ...windows: number[]) =>
  floodRecord({ pairs, conditions: ({ index }) => (windows.includes(index) ? { stealShare: 0.1 } : {}) });

describe('soundPairs', () => {
  it('keeps every pair of a sound arm', () => {
    const { pairs, takenOut } = soundPairs(floodPlan, floodRecord());
    expect(pairs.map(({ pair }) => pair)).toEqual([0, 1, 2, 3]);
    expect(takenOut).toEqual([]);
  });

  it('takes out the pair of a window that a gate stopped, and names the window', () => {
    const { pairs, takenOut } = soundPairs(floodPlan, stolenIn(4, 5));
    expect(pairs.map(({ pair }) => pair)).toEqual([0, 1, 3]);
    expect(takenOut).toEqual([{ window: 5, pair: 2, gate: 'processor-not-stolen', cause: stolen }]);
  });

  it('names each gate that stopped a window, and both windows of a pair, in their order', () => {
    const record = floodRecord({
      conditions: ({ index }) =>
        index === 2 ? { stealShare: 0.1, clockStepMs: 40 } : index === 3 ? { victimK6CpuShare: 0.95 } : {},
    });
    expect(soundPairs(floodPlan, record).takenOut.map(({ window, gate }) => [window, gate])).toEqual([
      [2, 'processor-not-stolen'],
      [2, 'clock-steady'],
      [3, 'generator-at-ease'],
    ]);
  });

  it('says nothing of a pair that was played by half', () => {
    const half = without(stolenIn(4, 6), (seen) => seen.kind === 'window' && seen.index === 7);
    const { pairs, takenOut } = soundPairs(floodPlan, half);
    expect(pairs.map(({ pair }) => pair)).toEqual([0, 1, 2]);
    expect(takenOut).toEqual([]);
  });

  it('finds no pair in nothing', () => {
    expect(soundPairs(floodPlan, emptyRecord)).toEqual({ pairs: [], takenOut: [] });
  });
});

describe('mostly-sound', () => {
  it('passes an arm whose pairs are all sound', () => {
    expect(mostlySound.examine(floodPlan, floodRecord())).toEqual({
      ok: true,
      seen: 'All 4 pairs of windows were sound',
    });
  });

  it('lets one pair of five go, and says which window it was', () => {
    expect(mostlySound.examine(floodPlan, stolenIn(5, 3))).toEqual({
      ok: true,
      seen: `1 of 5 pairs of windows taken out: window 3 (processor-not-stolen: ${stolen})`,
    });
  });

  it('counts pairs, not windows', () => {
    expect(mostlySound.examine(floodPlan, stolenIn(5, 2, 3)).ok).toBe(true);
  });

  it('trips on more than 20 % of the pairs', () => {
    const cause = `1 of 4 pairs of windows taken out: window 3 (processor-not-stolen: ${stolen}); more than 20 % leave too little to judge`;
    expect(mostlySound.examine(floodPlan, stolenIn(4, 3))).toEqual({ ok: false, cause });
  });

  describe('where others disturbed the machine in more than 20 % of the pairs', () => {
    const half = stolenIn(4, 3, 4);

    it('passes if the finding is the same with those pairs, and says so', () => {
      const asked: ArmRecord[] = [];
      const result = mostlySound.examine(floodPlan, half, (record) => asked.push(record) > 0);
      expect(result.ok && result.seen).toContain('; with them the finding is the same');
      expect(asked.map((record) => soundPairs(floodPlan, record).pairs.length)).toEqual([4]);
    });

    it('trips if it is another one', () => {
      expect(mostlySound.examine(floodPlan, half, () => false).ok).toBe(false);
    });

    it('trips if it was the clock that was set, whatever the finding would be', () => {
      const set = floodRecord({ conditions: ({ index }) => (index === 3 ? { clockStepMs: 40 } : {}) });
      expect(mostlySound.examine(floodPlan, set, () => true).ok).toBe(false);
    });

    it('trips if it was the load generator that was late, whatever the finding would be', () => {
      const late = floodRecord({
        conditions: ({ index }) => (index === 3 ? { victimK6CpuShare: 0.95 } : {}),
      });
      expect(mostlySound.examine(floodPlan, late, () => true).ok).toBe(false);
    });
  });

  it('names six windows and counts the rest', () => {
    const result = mostlySound.examine(floodPlan, stolenIn(4, 0, 1, 2, 3, 4, 5, 6, 7));
    const words = result.ok ? result.seen : result.cause;
    expect(words).toContain(`window 5 (processor-not-stolen: ${stolen}) and 2 more`);
    expect(words).not.toContain('window 6');
  });

  it('trips where it was not recorded what the machine did, since no gate can tell that it was ours', () => {
    const unseen = without(floodRecord(), (seen) => seen.kind === 'conditions' && seen.window < 2);
    expect(mostlySound.examine(floodPlan, unseen)).toEqual({
      ok: false,
      cause: 'what the machine did was not recorded in 2 windows',
    });
  });

  it('asks nothing of an arm without windows', () => {
    expect(mostlySound.examine(floodPlan, emptyRecord).ok).toBe(true);
  });
});

describe('victim-p99-ratio', () => {
  const plan = withDesign({ looksPairs: [5] });
  /** In window 3, of an attack, everything is twice as slow. */
  const slowIn3: Answering = (window, index) => ({
    latencyMs: steady(window, index).latencyMs * (window.index === 3 ? 2 : 1),
  });
  const judge = (stealShare: number) =>
    victimP99Ratio().judge(
      plan,
      floodRecord({
        pairs: 5,
        victim: slowIn3,
        conditions: ({ index }) => (index === 3 ? { stealShare } : {}),
      }),
    );

  const judgeNoisy = (victim: Answering) =>
    victimP99Ratio().judge(
      withDesign({ looksPairs: [8] }),
      floodRecord({
        pairs: 8,
        victim,
        conditions: ({ index }) => ([3, 7].includes(index) ? { stealShare: 0.1 } : {}),
      }),
    );

  it('holds on a noisy machine only if the noisy pairs say so too', () => {
    expect(judgeNoisy(steady).status).toBe('held');
    expect(judgeNoisy(slowIn3)).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('2 of 8 pairs of windows taken out'),
    });
  });

  it('is breached on a noisy machine if all pairs say so', () => {
    expect(judgeNoisy(slower(3)).status).toBe('breached');
  });

  it('leaves out a pair in which the machine was not ours, and says so', () => {
    const found = judge(0.1);
    expect(found).toMatchObject({ status: 'held', samples: 4 * 640 });
    expect(found.evidence.join()).toContain('1 of 5 pairs of windows taken out: window 3');
  });

  it('counts the same pair where nothing but the platform can have been slow', () => {
    expect(judge(0)).toMatchObject({ status: 'inconclusive', samples: 5 * 640 });
  });
});
