import { factsOf } from '../facts.ts';
import { completePairs } from '../windows.ts';
import { count } from '../words.ts';
import type { Gate } from './gate.ts';

/** The arm was played to the end that the plan allows: a planned look, or the end of a single shot. */
export const armFinished: Gate = {
  id: 'arm-finished',
  examine({ design }, record) {
    const end = factsOf(record, 'arm-ended').at(-1);
    if (!end) return { ok: false, cause: 'the arm was not played to its end' };
    if (design.kind === 'single-shot') return { ok: true, seen: 'The arm was played to its end' };
    const { playedPairs } = end;
    const seen = `${count(playedPairs, 'pair')} of windows`;
    if (!design.looksPairs.includes(playedPairs)) {
      const looks = design.looksPairs.join(', ');
      return { ok: false, cause: `the arm ended after ${seen}, the planned looks are after ${looks}` };
    }
    const recorded = completePairs(record).length;
    return recorded === playedPairs
      ? { ok: true, seen: `The arm was played to a planned look, after ${seen}` }
      : { ok: false, cause: `${seen} were played and ${recorded} recorded` };
  },
};
