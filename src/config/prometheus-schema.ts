import { z } from 'zod';
import { engineNames } from '../model/engine-metrics.ts';
import { endpointPattern, prometheusFault } from './endpoint-address.ts';
import { secretPlaces } from './secret-places.ts';
import { setting } from './setting.ts';

/** Label matchers of PromQL. Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors. */
const matchersPattern =
  /^\{(?:\s*[a-zA-Z][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*"(?:[^"\\\n]|\\[^\n])*"\s*(?:,|(?=\})))+\s*\}$/;

/** Source: https://prometheus.io/docs/concepts/data_model/. */
const metricPattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

const metricName = (what: string) =>
  setting(
    z.string().regex(metricPattern, 'must be the name of a metric, as vllm:num_requests_waiting'),
    `Metric that holds ${what}. By default the one of the engine.`,
  );

const names = z
  .strictObject({
    requestsWaiting: metricName('how many requests wait'),
    requestsRunning: metricName('how many requests are worked on'),
    promptTokensTotal: metricName('the tokens of prompts, counted up'),
    generationTokensTotal: metricName('the tokens of answers, counted up'),
    requestsCompletedTotal: metricName('the requests that succeeded, counted up'),
  })
  .partial();

/** A Prometheus of somebody else, which is read and nothing more. */
export const prometheusSchema = z.strictObject({
  url: setting(
    z.string().superRefine((text, context) => {
      const fault = prometheusFault(text);
      if (fault) context.addIssue(`the address ${fault.fault}; ${fault.cure}`);
    }),
    'Base address, which must be given; /api/v1 is put behind it.',
  ).meta({ pattern: endpointPattern }),
  engine: setting(z.enum(engineNames), 'Whose names the metrics have; it must be given.'),
  selector: setting(
    z.string().regex(matchersPattern, `must be label matchers of PromQL, as '{job="vllm"}'`),
    'Label matchers that choose the series of the engines behind the endpoint. By default all are taken.',
  ).optional(),
  token: setting(
    z.union(secretPlaces('token'), { error: 'must be { env: VARIABLE } or { file: PATH }' }),
    'Where its bearer token is read from. By default it wants none.',
  ).optional(),
  names: setting(names, 'What metrics are called here, if not as the engine calls them.').optional(),
});
