import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { apiCallsOf, completionsOf } from '../steps.ts';
import { isServed } from '../windows.ts';
import { count, statusWord, tally } from '../words.ts';

/** How every call of some steps must be answered. */
export interface Expectation extends Pick<Check, 'id' | 'objective'> {
  /** Ids of the steps; each must have made a call. */
  steps: readonly string[];
  /** HTTP statuses, any of them. */
  statuses: readonly number[];
  /** What the answer must name: a part of the message of a Kubernetes API, or the whole `code` of an error of the gateway. */
  naming?: string;
  /** A refusal must say when to come back. */
  retryAfter?: true;
  /** Noted values that the object in the answer must have. */
  noted?: Readonly<Record<string, string>>;
  /**
   * Of a refusal: in which statuses a platform that is not ours may say the same. Its codes and headers are its own, and what
   * it refuses in another way may be refused for another reason, so that only what is let in is a breach.
   */
  outside?: { statuses: readonly number[] };
}

/** What a check needs of an answer, from the gateway or from the Kubernetes API. */
interface Answer {
  httpStatus: number;
  said: string;
  retryAfter: string | null;
  noted: Readonly<Record<string, string>>;
}

/** Every call of the steps is answered as the control promises: none is let in that it must refuse, or refused that it must let in. */
export function answersAsExpected(expected: Expectation): GatedCheck {
  const { id, objective } = expected;
  return gated(
    {
      id,
      objective,
      unit: 'calls answered otherwise',
      measure: ({ outside }, record) =>
        outside && expected.outside
          ? measureOutside(expected, expected.outside, record)
          : measure(expected, record),
    },
    // An answer that was seen was seen, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(expected: Expectation, record: ArmRecord): Finding {
  const silent = expected.steps.filter((step) => answersTo(step, record).length === 0);
  if (silent.length > 0) {
    const reason = `no call of ${silent.join(', ')} was seen`;
    return { status: 'inconclusive', measured: null, limit: 0, reason, evidence: [] };
  }
  const all = expected.steps.flatMap((step) => answersTo(step, record));
  const answered = all.filter(({ httpStatus }) => httpStatus !== 0);
  const others = answered.filter((answer) => !isAsExpected(answer, expected));
  const found = { measured: others.length, limit: 0, samples: all.length, evidence: [] };
  if (others.length > 0) {
    const reason = `${others.length} of ${count(all.length, 'call')} answered otherwise: ${tally(others.map(describe))}`;
    return { ...found, status: 'breached', reason };
  }
  const unanswered = all.length - answered.length;
  return unanswered > 0
    ? { ...found, status: 'inconclusive', reason: `${count(unanswered, 'call')} got no answer` }
    : { ...found, status: 'held', reason: `${count(all.length, 'call')}: ${tally(all.map(describe))}` };
}

function measureOutside(
  { id, objective, steps }: Expectation,
  { statuses }: NonNullable<Expectation['outside']>,
  record: ArmRecord,
): Finding {
  const found = measure({ id, objective, steps, statuses }, record);
  if (found.status !== 'breached') return found;
  const letIn = steps
    .flatMap((step) => answersTo(step, record))
    .filter(({ httpStatus }) => isServed(httpStatus));
  return letIn.length > 0
    ? { ...found, measured: letIn.length, reason: `${count(letIn.length, 'call')} let in: ${found.reason}` }
    : {
        ...found,
        status: 'inconclusive',
        reason: `none let in, and not all refused for this: ${found.reason}`,
      };
}

const answersTo = (step: string, record: ArmRecord): Answer[] => [
  ...completionsOf(record, step).map(({ httpStatus, errorCode, retryAfter }) => ({
    httpStatus,
    said: errorCode,
    retryAfter,
    noted: {},
  })),
  ...apiCallsOf(record, step).map(({ httpStatus, message, noted = {} }) => ({
    httpStatus,
    said: message,
    retryAfter: null,
    noted,
  })),
];

const isAsExpected = (
  { httpStatus, said, retryAfter, noted }: Answer,
  { statuses, naming, retryAfter: mustSayWhen, noted: wanted = {} }: Expectation,
): boolean =>
  statuses.includes(httpStatus) &&
  (naming === undefined || said.includes(naming)) &&
  (mustSayWhen === undefined || retryAfter !== null) &&
  Object.entries(wanted).every(([name, value]) => noted[name] === value);

const describe = ({ httpStatus, said, noted }: Answer): string =>
  [
    statusWord(httpStatus),
    said.slice(0, 120),
    Object.entries(noted)
      .map(([name, value]) => `${name} ${value}`)
      .join(' '),
  ]
    .filter((part) => part !== '')
    .join(' ');
