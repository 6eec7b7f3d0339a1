import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../../src/judge/gates/gate.ts';
import { gated } from '../../../../src/judge/gates/gated.ts';
import { mostlySound } from '../../../../src/judge/gates/mostly-sound.ts';
import { creation } from '../example-cluster.ts';
import { at, emptyRecord, floodPlan, withMore } from '../example-arm.ts';
import { floodRecord } from '../example-flood.ts';

describe('gated', () => {
  const closed = (cause: string): Gate => ({ id: 'closed', examine: () => ({ ok: false, cause }) });
  const open: Gate = { id: 'open', examine: () => ({ ok: true, seen: 'seen by the gate' }) };
  const bare = (status: 'held' | 'breached' | 'inconclusive') => ({
    id: 'example',
    objective: 'example',
    unit: 'ratio',
    measure: () => ({ status, measured: 1, limit: 2, reason: 'by the numbers', evidence: ['seen'] }),
  });
  const judge = (status: 'held' | 'breached' | 'inconclusive', held: Gate[], breached: Gate[]) =>
    gated(bare(status), { held, breached }).judge(floodPlan, emptyRecord);

  it('lets pass, and keeps what the gate saw as evidence', () => {
    expect(judge('held', [open], [closed('no')])).toMatchObject({
      status: 'held',
      reason: 'by the numbers',
      evidence: ['seen', 'seen by the gate'],
    });
  });

  it('turns a finding into inconclusive, names every cause, and keeps the figures', () => {
    expect(judge('breached', [open], [closed('this'), open, closed('that')])).toEqual({
      status: 'inconclusive',
      measured: 1,
      limit: 2,
      reason: 'this; that',
      evidence: ['seen', 'seen by the gate', 'Not counted as breached: by the numbers'],
    });
  });

  it('leaves an inconclusive finding its own reason', () => {
    expect(judge('inconclusive', [closed('no')], [closed('no')]).reason).toBe('by the numbers');
  });

  it('adds to the reason of an inconclusive finding what was lost', () => {
    const lost = withMore(emptyRecord, at(9, { kind: 'fault', what: 'the disk', cause: 'full' }));
    expect(gated(bare('inconclusive'), { held: [], breached: [] }).judge(floodPlan, lost).reason).toBe(
      'by the numbers; lost during the experiment: the disk (full)',
    );
  });

  it('adds to the reason of what was not measured what disturbed it, if that was too much', () => {
    const stolenIn = (...windows: number[]) =>
      floodRecord({
        pairs: 3,
        conditions: ({ index }) => (windows.includes(index) ? { stealShare: 0.1 } : {}),
      });
    const measuring = (measured: number | null, record = stolenIn(1, 4)) => {
      const check = bare('inconclusive');
      const measure = () => ({ ...check.measure(), measured });
      return gated({ ...check, measure }, { held: [mostlySound], breached: [] }).judge(floodPlan, record)
        .reason;
    };
    expect(measuring(null)).toMatch(
      /^by the numbers; 2 of 3 pairs of windows taken out: window 1 \(processor-not-stolen: .+leave too little/,
    );
    expect(measuring(null, stolenIn(1))).toBe('by the numbers');
    expect(measuring(1)).toBe('by the numbers');
  });

  describe('where a control is removed', () => {
    const weakness = { fixture: 'no-gpu-quota', removes: 'the quota says nothing of GPUs' };
    const breachOf = (arm: typeof floodPlan, ...seen: Parameters<typeof withMore>[1][]) =>
      gated(bare('breached'), { held: [], breached: [open] }).judge(arm, withMore(emptyRecord, ...seen));
    const lost = at(9, { kind: 'fault', what: 'the disk', cause: 'full' });

    it('counts a breach if nothing else was wrong', () => {
      expect(breachOf({ ...floodPlan, weakness }, creation(201), creation(403)).status).toBe('breached');
    });

    it('cannot tell what broke the arm if something was lost, or the API server failed', () => {
      expect(breachOf({ ...floodPlan, weakness }, lost)).toMatchObject({
        status: 'inconclusive',
        reason: 'lost during the experiment: the disk (full)',
      });
      expect(breachOf({ ...floodPlan, weakness }, creation(201), creation(500))).toMatchObject({
        status: 'inconclusive',
        reason: 'the API server failed 1 of 2 calls',
      });
    });

    it('and with the control in place a breach is a breach', () => {
      expect(breachOf(floodPlan, creation(500), lost).status).toBe('breached');
    });
  });
});
