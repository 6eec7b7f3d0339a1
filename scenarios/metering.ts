import { billedExactly } from '../src/judge/checks/billed-exactly.ts';
import { gpuSecondsAddUp } from '../src/judge/checks/gpu-seconds-add-up.ts';
import { requestsMetered } from '../src/judge/checks/requests-metered.ts';
import { tokensMetered } from '../src/judge/checks/tokens-metered.ts';
import { ledgerReading } from '../src/judge/metering/ledger-reading.ts';
import type { TrialTier } from '../src/model/bill.ts';
import type { Cast, Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep, Step } from '../src/model/step.ts';

const readings = {
  gateway: ['gateway-before', 'gateway-midway', 'gateway-anew', 'gateway-after'],
  engine: ['engine-before', 'engine-after'],
} as const;

const plain = { promptTokens: 16, maxTokens: 6 } as const;
/** Requests of the victim that are served before the restart, and as many after it. */
const victimRequests = 12;

type Terms = Pick<CompletionsStep, 'as' | 'count' | 'atOnce' | 'request'> &
  Partial<Pick<CompletionsStep, 'hangUp' | 'hostile'>>;

const ask = (id: string, terms: Terms): CompletionsStep => ({ kind: 'completions', id, ...terms });

/** Everything that a meter gets wrong: streams, streams broken off, a false name, refusals of three kinds, and what is tried again. */
const traffic = (when: string, { victim }: Cast): Step[] => [
  ask(`plain-${when}`, { as: 'victim', count: victimRequests, atOnce: 4, request: plain }),
  ask(`streamed-${when}`, {
    as: 'aggressor',
    count: 4,
    atOnce: 2,
    request: { promptTokens: 20, maxTokens: 12, stream: true },
  }),
  ask(`broken-off-${when}`, {
    as: 'aggressor',
    hostile: true,
    count: 4,
    atOnce: 2,
    request: { promptTokens: 24, maxTokens: 400, stream: true },
    hangUp: { afterTokens: 8 },
  }),
  ask(`false-name-${when}`, {
    as: 'aggressor',
    hostile: true,
    count: 2,
    atOnce: 1,
    request: { ...plain, headers: { 'x-tenant-id': victim.name } },
  }),
  ask(`unknown-model-${when}`, {
    as: 'aggressor',
    hostile: true,
    count: 3,
    atOnce: 1,
    request: { ...plain, model: 'no-such-model' },
  }),
  ask(`forged-key-${when}`, {
    as: 'aggressor',
    hostile: true,
    count: 3,
    atOnce: 1,
    request: { ...plain, apiKey: 'forged' },
  }),
  ask(`too-many-${when}`, { as: 'aggressor', hostile: true, count: 12, atOnce: 12, request: plain }),
  ask(`tried-again-${when}`, { as: 'aggressor', count: 4, atOnce: 1, request: plain }),
];

/** Tiers that end one request before the victim's last, and exactly at it. */
const tiers: TrialTier[] = [
  { upTo: 2 * victimRequests - 1, price: '0.0003' },
  { upTo: 2 * victimRequests, price: '0.00007' },
  { price: '0.00001' },
];

export const scenario: Scenario = {
  id: 'metering',
  question:
    'Tenants stream, hang up, are refused, try again and give a false name, and the gateway restarts. Is every request billed once, and nothing else?',
  control: 'counters of gateway and engine by tenant, and bills that follow them through a restart',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    steps: (cast) => [
      ledgerReading('gateway', 'gateway-before'),
      ledgerReading('engine', 'engine-before'),
      ...traffic('at-first', cast),
      ledgerReading('gateway', 'gateway-midway'),
      { kind: 'restart', id: 'gateway-restarts', hostile: true, app: 'gateway' },
      ledgerReading('gateway', 'gateway-anew'),
      ...traffic('anew', cast),
      ledgerReading('gateway', 'gateway-after'),
      ledgerReading('engine', 'engine-after'),
      { kind: 'bill', id: 'bill', since: 'engine-before' },
      {
        kind: 'bill',
        id: 'bill-by-tier',
        since: 'engine-before',
        prices: { requests: tiers, computeSeconds: [{ upTo: 1, price: '0.0001' }, { price: '0.00009' }] },
      },
    ],
  },
  checks: [
    { check: requestsMetered(readings), provesControl: true },
    { check: tokensMetered(readings), provesControl: true },
    { check: billedExactly(readings), provesControl: true },
    { check: gpuSecondsAddUp(readings.engine), provesControl: false },
  ],
  design: { kind: 'single-shot', settleSeconds: 60 },
  weaknesses: [
    {
      fixture: 'bill-last-minus-first',
      removes: 'a bill is the last sample of a counter minus the first, whatever restarted in between',
      breaks: ['billed-exactly'],
    },
    {
      fixture: 'refusals-billed',
      removes: 'requests that were refused or broken off are billed too',
      breaks: ['billed-exactly'],
    },
    {
      fixture: 'streams-not-counted',
      removes: 'streamed answers are counted nowhere',
      breaks: ['tokens-metered'],
    },
    {
      fixture: 'aborts-not-metered',
      removes: 'what a client took of a stream before it hung up is counted nowhere',
      breaks: ['tokens-metered'],
    },
    {
      fixture: 'identity-from-header',
      removes: 'whoever a header names is charged',
      breaks: ['requests-metered', 'tokens-metered', 'billed-exactly'],
    },
  ],
  cure: {
    usualCause:
      'Usage is written down when a response completes, so that streams and clients that hang up are lost; or counters are subtracted without minding restarts.',
    fix: 'Count in the gateway as tokens pass (`stream_accounting: counted`), settle when the connection closes for whatever reason, and bill from raw counter samples with their resets (`counter_growth: reset-aware`, `billed_statuses: [200]`).',
  },
};
