import { factsOf } from '../facts.ts';
import { count } from '../words.ts';
import type { Gate } from './gate.ts';

/** No container that serves the victim was started anew in the middle: the platform under test was one and the same. */
export const nothingRestarted: Gate = {
  id: 'nothing-restarted',
  examine(_plan, record) {
    const seen = Map.groupBy(factsOf(record, 'restarts'), ({ namespace }) => namespace);
    const once = [...seen].filter(([, looks]) => looks.length < 2).map(([namespace]) => namespace);
    if (seen.size === 0 || once.length > 0) {
      const where = once.length > 0 ? ` of ${once.join(', ')}` : '';
      return { ok: false, cause: `the pods${where} were not watched to the end` };
    }
    const changed = [...seen].flatMap(([namespace, looks]) => {
      const [first, last] = [looks[0], looks.at(-1)];
      const more = first && last ? last.restarts - first.restarts : 0;
      return more === 0 ? [] : [`${count(Math.abs(more), 'restart')} in ${namespace}`];
    });
    if (changed.length > 0) return { ok: false, cause: `what was under test changed: ${changed.join(', ')}` };
    return { ok: true, seen: 'Nothing under test restarted' };
  },
};
