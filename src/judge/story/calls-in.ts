import type { ArmRecord } from '../../model/observation.ts';
import type { CallsStory } from '../../model/story.ts';
import { factsOf } from '../facts.ts';
import { isServed } from '../windows.ts';

interface Call {
  what: string;
  as: string;
  httpStatus: number;
}

/** Calls that were made one by one, counted up by what they were for, in the order in which they were first seen. */
export const callsIn = (record: ArmRecord): CallsStory[] =>
  [...Map.groupBy(allCalls(record), ({ what, as }) => `${as}\n${what}`).values()].flatMap((calls) => {
    const [first] = calls;
    if (!first) return [];
    const admitted = calls.filter(({ httpStatus }) => isServed(httpStatus)).length;
    const refused = calls.filter(({ httpStatus }) => isRefused(httpStatus)).length;
    const { what, as } = first;
    return [{ what, as, admitted, refused, failed: calls.length - admitted - refused }];
  });

const isRefused = (status: number): boolean => status >= 400 && status < 500;

const allCalls = (record: ArmRecord): Call[] => [
  ...factsOf(record, 'model-call').map(({ role, moment, httpStatus }) => ({
    what: `completions ${moment} the attack`,
    as: role,
    httpStatus,
  })),
  ...factsOf(record, 'burst-call').map(({ as, httpStatus }) => ({
    what: 'completions of the burst',
    as,
    httpStatus,
  })),
  ...factsOf(record, 'completion').map(({ step, as, httpStatus }) => ({
    what: `completions of ${step}`,
    as,
    httpStatus,
  })),
  ...factsOf(record, 'api-call').map(({ step, verb, resource, as, httpStatus }) => ({
    what: `${verb} ${resource}${step === undefined ? '' : ` in ${step}`}`,
    as,
    httpStatus,
  })),
];
