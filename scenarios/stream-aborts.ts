import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { readingAtMost } from '../src/judge/checks/reading-at-most.ts';
import { servedAfterAborts } from '../src/judge/checks/served-after-aborts.ts';
import { streamsChargedAsEmitted } from '../src/judge/checks/streams-charged-as-emitted.ts';
import { mostTokensOf } from '../src/model/reference-request.ts';
import type { Cast, Scenario } from '../src/model/scenario.ts';
import type { CompletionsStep, Step } from '../src/model/step.ts';
import { wholeAgainSeconds } from '../src/model/whole-again.ts';

/** Tokens after which clients hang up: all of them less than what they asked for. */
const tokensUntilHangUp = [1, 1, 2, 3, 4, 6, 9, 14];
const abortsOfEach = 110;
/** Some hang up before the first token comes, most of them still in the queue. */
const earlyAborts = 112;
/** Some would go on for longer than anybody waits for the engine to come to rest. */
const longAborts = 8;
const longTokens = 4000;
const settledWithinSeconds = 5;

const stream = (id: string, count: number, maxTokens: number): CompletionsStep => ({
  kind: 'completions',
  id,
  as: 'victim',
  count,
  atOnce: 1,
  request: { promptTokens: 16, maxTokens, stream: true },
});

/** What gateway and engine count, and what they hold now, at the same moment. */
function look(moment: string, { victim: { name } }: Cast, settle?: { withinSeconds: number }): Step {
  const until = settle && { query: 'held', atMost: 0, ...settle };
  const of = `{tenant_id="${name}"}`;
  const reading = (app: 'gateway' | 'engine', output: string, held: string): Step => ({
    kind: 'reading',
    id: `${moment}-${app}`,
    app,
    by: 'tenant_id',
    queries: { output: `sum by (tenant_id) (${output}{tenant_id="${name}",direction="output"})`, held },
    ...(until && { until }),
  });
  return {
    kind: 'together',
    id: moment,
    steps: [
      reading('gateway', 'tenant_tokens_total', `sum(tenant_requests_in_flight${of})`),
      reading(
        'engine',
        'engine_tokens_total',
        'sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting)',
      ),
    ],
  };
}

const at = (moment: string) => ({ gateway: `${moment}-gateway`, engine: `${moment}-engine` });
const aborts = tokensUntilHangUp.map((_, index) => `abort-${index}`);

/** Of a platform that is not ours: at once more than may be open, and then twice what may be open. */
const hangUpsOf = (maxConcurrency: number) => ({
  full: maxConcurrency + Math.min(2 * maxConcurrency, 20),
  broken: 2 * maxConcurrency,
});

const brokenOff = { promptTokens: 16, maxTokens: 300, stream: true } as const;

export const scenario: Scenario = {
  id: 'stream-aborts',
  question:
    'A thousand clients hang up in the middle of a stream. Does a slot stay taken, and is what they got charged to the token?',
  control:
    'release of slots at gateway and engine when a client hangs up, and accounting of broken-off streams',
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    // The tenant with the highest promise, so that no limit but the one under test stands in the way of a thousand streams.
    steps: (cast) => [
      look('before', cast),
      {
        kind: 'together',
        id: 'whole-streams',
        steps: [
          { ...stream('whole', 4, 1000), atOnce: 4 },
          { ...look('open', cast), startAfterMs: 300 },
        ],
      },
      look('between', cast),
      {
        kind: 'together',
        id: 'aborts',
        steps: [
          ...tokensUntilHangUp.map((afterTokens, index): Step => ({
            ...stream(`abort-${index}`, abortsOfEach, 40),
            hostile: true,
            hangUp: { afterTokens },
          })),
          { ...stream('abort-early', earlyAborts, 40), hostile: true, hangUp: { afterMs: 3 } },
        ],
      },
      {
        ...stream('abort-long', longAborts, longTokens),
        atOnce: longAborts,
        hostile: true,
        hangUp: { afterTokens: 3 },
      },
      look('after', cast, { withinSeconds: settledWithinSeconds }),
      { ...stream('next', 20, 4), atOnce: 4 },
    ],
  },
  checks: [
    {
      check: readingAtMost({
        id: 'gateway-slots-freed',
        objective: 'After a thousand aborts the gateway holds no slot of the tenant',
        unit: 'requests in flight',
        step: 'after-gateway',
        query: 'held',
        atMost: () => 0,
        control: { step: 'open-gateway', atLeast: 4 },
      }),
      provesControl: true,
    },
    {
      check: readingAtMost({
        id: 'engine-slots-freed',
        objective: 'Within seconds of a thousand aborts the engine works on none of them',
        unit: 'requests in the engine',
        step: 'after-engine',
        query: 'held',
        atMost: () => 0,
        control: { step: 'open-engine', atLeast: 4 },
      }),
      provesControl: true,
    },
    {
      check: streamsChargedAsEmitted({
        before: at('before'),
        between: at('between'),
        after: at('after'),
        whole: ['whole'],
        aborted: [...aborts, 'abort-early', 'abort-long'],
      }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'next-is-served',
        objective: 'After the aborts the next requests are served',
        steps: ['next'],
        statuses: [200],
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 22 },
  weaknesses: [
    {
      fixture: 'slot-leak-on-abort',
      removes: 'a client that hangs up keeps its slot and its reserved tokens for ever',
      breaks: ['gateway-slots-freed', 'next-is-served'],
    },
    {
      fixture: 'aborts-run-on',
      removes: 'the engine finishes requests whose client is gone',
      breaks: ['engine-slots-freed', 'streams-charged-as-emitted'],
    },
    {
      fixture: 'aborts-not-metered',
      removes: 'what a client took of a stream before it hung up is counted nowhere',
      breaks: ['streams-charged-as-emitted'],
    },
  ],
  cure: {
    usualCause:
      'Slot and ledger are settled when an answer is complete, and nobody listens for the close of a connection.',
    fix: "Settle when the client's connection closes, however it closes, and pass the hang-up on to the engine (`on_abort: release`, `ON_ABORT: free`).",
  },
  outside: {
    asks: ['concurrentRequests'],
    attack: {
      kind: 'steps',
      suits: ({ maxConcurrency, burstRequests, rateLimitTpm }) => {
        const { full, broken } = hangUpsOf(maxConcurrency);
        const requests = full + broken + maxConcurrency;
        return burstRequests >= requests && rateLimitTpm >= 2 * requests * mostTokensOf(brokenOff);
      },
      steps: ({ aggressor }) => {
        const { maxConcurrency } = aggressor;
        const { full, broken } = hangUpsOf(maxConcurrency);
        const hostile = { kind: 'completions', hostile: true, as: 'aggressor', request: brokenOff } as const;
        const most = { count: maxConcurrency, atOnce: maxConcurrency };
        return [
          { kind: 'pause', id: 'allowance-is-whole', seconds: wholeAgainSeconds(aggressor) },
          // More than may be open, all held for two seconds: what is refused shows that slots are counted.
          { ...hostile, id: 'abort-full', count: full, atOnce: full, hangUp: { afterMs: 2000 } },
          { kind: 'pause', id: 'noticed', seconds: 2 },
          {
            ...hostile,
            id: 'abort-early',
            count: broken,
            atOnce: Math.ceil(maxConcurrency / 2),
            hangUp: { afterTokens: 2 },
          },
          { kind: 'pause', id: 'settled', seconds: 10 },
          { ...stream('next', maxConcurrency, 16), ...most, as: 'aggressor' },
        ];
      },
    },
    design: { kind: 'single-shot', settleSeconds: 120, expectedSeconds: 85 },
    checks: [
      {
        check: servedAfterAborts({ aborts: ['abort-full', 'abort-early'], next: 'next' }),
        provesControl: true,
      },
    ],
  },
};
