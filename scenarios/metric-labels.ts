import { seriesBounded } from '../src/judge/checks/series-bounded.ts';
import type { Scenario } from '../src/model/scenario.ts';
import type { ReadingStep } from '../src/model/step.ts';

const names = 60;

/** What a runtime says of itself (garbage collections, handles) comes and goes by itself. */
const series = (id: string): ReadingStep => ({
  kind: 'reading',
  id,
  app: 'gateway',
  queries: { series: 'count({app="gateway", __name__!~"(nodejs|process)_.*"})' },
});

export const scenario: Scenario = {
  id: 'metric-labels',
  question:
    'One tenant asks for sixty models that do not exist. Does each made-up name become a series that the monitoring must keep?',
  control: "allow-list for the model names in the gateway's metric labels",
  profiles: ['nightly', 'certify'],
  needs: ['gateway', 'gateway-metrics'],
  attack: {
    kind: 'steps',
    // A request that the rate limit refuses is not read, and its name is never seen.
    suits: ({ burstRequests, maxConcurrency }) => burstRequests > names && maxConcurrency >= 4,
    steps: () => [
      // A first refusal of its kind opens the series that every later one counts in.
      {
        kind: 'completions',
        id: 'first-name',
        as: 'aggressor',
        count: 1,
        atOnce: 1,
        request: { model: 'no-such-model', promptTokens: 4, maxTokens: 1 },
        startAt: { requests: names + 1 },
      },
      series('series-before'),
      {
        kind: 'completions',
        id: 'made-up-names',
        hostile: true,
        as: 'aggressor',
        count: names,
        atOnce: 4,
        request: { model: 'made-up', distinctModel: true, promptTokens: 4, maxTokens: 1 },
      },
      series('series-after'),
    ],
  },
  checks: [
    {
      check: seriesBounded({
        before: 'series-before',
        after: 'series-after',
        names: 'made-up-names',
        mostNewSeries: names / 10,
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 45 },
  weaknesses: [
    { fixture: 'raw-model-labels', removes: 'metrics are labelled with whatever model name a client sends' },
  ],
  cure: {
    usualCause:
      'A label takes its value from the request, so that any client can make as many series as it likes.',
    fix: "Set `metric_labels: allow-list` in the gateway's configuration; in your own gateway label unknown models `other`, and set `sample_limit` in the scrape configuration.",
  },
};
