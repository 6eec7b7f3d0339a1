import type { ArmRecord } from '../../model/observation.ts';
import type { ProcessorMoment } from '../../model/story.ts';
import { factsOf } from '../facts.ts';
import type { ArmClock } from './arm-clock.ts';

/** Steps over which processor time is spread, at most; a longer arm has longer ones. */
const mostMoments = 240;

/** Processor cores that each gateway used, from the growth of its counter; a counter that fell was of a new process. */
export const processorIn = (record: ArmRecord, { secondsAt }: ArmClock): ProcessorMoment[] =>
  factsOf(record, 'gateway-cpu').flatMap(({ pod, scrapedAtMs, cpuSeconds }) => {
    const every = Math.max(1, Math.ceil(scrapedAtMs.length / mostMoments));
    const kept = scrapedAtMs.flatMap((atMs, index) =>
      index % every === 0 ? [{ atMs, used: cpuSeconds[index] ?? Number.NaN }] : [],
    );
    return kept.slice(1).flatMap(({ atMs, used }, index) => {
      const before = kept[index];
      const cores = before ? (used - before.used) / ((atMs - before.atMs) / 1000) : Number.NaN;
      return Number.isFinite(cores) && cores >= 0 ? [{ pod, atSeconds: secondsAt(atMs), cores }] : [];
    });
  });
