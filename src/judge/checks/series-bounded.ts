import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { completionsOf, readingOf } from '../steps.ts';
import { count } from '../words.ts';

export interface SeriesTerms {
  /** Readings with a query `series`: how many there are. */
  before: string;
  after: string;
  /** The step whose every request brings a name of its own. */
  names: string;
  mostNewSeries: number;
}

/** The number of series of a monitored part does not grow with the names that a tenant makes up. */
export function seriesBounded(terms: SeriesTerms): GatedCheck {
  return gated(
    {
      id: 'series-bounded',
      objective: 'Names that a tenant makes up add no series to the metrics',
      unit: 'new series',
      measure: (_plan, record) => measure(terms, record),
    },
    // What was counted was counted, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure({ before, after, names, mostNewSeries: limit }: SeriesTerms, record: ArmRecord): Finding {
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit, evidence: [] };
  const [first, last] = [readingOf(record, before), readingOf(record, after)];
  const [had, has] = [seriesIn(first), seriesIn(last)];
  if (had === undefined || has === undefined) return { ...unknown, reason: 'the series were not counted' };
  if (first?.processes.join() !== last?.processes.join())
    return { ...unknown, reason: 'what was counted began anew in between' };
  const seen = completionsOf(record, names).filter(({ httpStatus }) => httpStatus === 404).length;
  const found = {
    measured: has - had,
    limit,
    samples: seen,
    evidence: [`${count(had, 'series')} before, ${has} after ${count(seen, 'name')} nobody had used before`],
  };
  if (has - had > limit)
    return { ...found, status: 'breached', reason: `${seen} names made ${has - had} new series` };
  return seen > limit
    ? { ...found, status: 'held', reason: `${seen} names made ${has - had} new series` }
    : {
        ...found,
        status: 'inconclusive',
        reason: `only ${seen} names reached the gateway: more than ${limit} must, for it to show`,
      };
}

const seriesIn = (reading: ReturnType<typeof readingOf>): number | undefined =>
  reading?.values['series']?.[''];
