import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const latencyBuckets = [
  0.005, 0.01, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.075, 0.1, 0.2, 0.35, 0.5, 1, 2.5, 5, 10,
];

/** The gateway's metrics. `tenant_id` is a configured tenant or `unknown`, so tenants cannot add series. */
export interface GatewayMetrics {
  registry: Registry;
  requests: Counter<'tenant_id' | 'status'>;
  modelRequests: Counter<'tenant_id' | 'model_name'>;
  tokens: Counter<'tenant_id' | 'direction'>;
  tokensAdmitted: Counter<'tenant_id'>;
  tokensRefused: Counter<'tenant_id'>;
  queueSeconds: Histogram<'tenant_id'>;
  firstTokenSeconds: Histogram<'tenant_id'>;
  requestSeconds: Histogram<'tenant_id'>;
  configRefusals: Counter;
}

/** Read at each scrape. */
export interface GatewayGauges {
  inFlight: () => ReadonlyMap<string, number>;
  waiting: () => number;
  engines: () => number;
  configValid: () => boolean;
}

export function createMetrics(gauges: GatewayGauges): GatewayMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addGauges(registry, gauges);
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string): Histogram<'tenant_id'> =>
    new Histogram({ name, help, labelNames: ['tenant_id'], buckets: latencyBuckets, registers });
  return {
    registry,
    requests: counter(
      'tenant_requests_total',
      'Requests answered, by HTTP status; 499: the client hung up.',
      ['tenant_id', 'status'],
    ),
    modelRequests: counter(
      'tenant_model_requests_total',
      'Requests whose body was read, by the model asked for; other: none that the tenant may call.',
      ['tenant_id', 'model_name'],
    ),
    tokens: counter('tenant_tokens_total', 'Tokens served; direction is input or output.', [
      'tenant_id',
      'direction',
    ]),
    tokensAdmitted: counter('tenant_tokens_admitted_total', 'Tokens reserved at admission.', ['tenant_id']),
    tokensRefused: counter('tenant_tokens_refused_total', 'Tokens of requests refused by a limit.', [
      'tenant_id',
    ]),
    queueSeconds: histogram('tenant_queue_seconds', 'Time in the queue in front of the engines.'),
    firstTokenSeconds: histogram('tenant_time_to_first_token_seconds', 'From arrival to the first byte.'),
    requestSeconds: histogram('tenant_request_duration_seconds', 'From arrival to the last byte.'),
    configRefusals: counter('gateway_config_refusals_total', 'Configurations refused as invalid.', []),
  };
}

function addGauges(registry: Registry, gauges: GatewayGauges): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  };
  gauge('gateway_queue_length', 'Requests waiting for an engine.', gauges.waiting);
  gauge('gateway_engines', 'Engines ready to take requests.', gauges.engines);
  gauge('gateway_config_valid', '1 if the newest configuration is in force.', () =>
    gauges.configValid() ? 1 : 0,
  );
  registry.registerMetric(
    new Gauge({
      name: 'tenant_requests_in_flight',
      help: 'Requests queued and running.',
      labelNames: ['tenant_id'],
      registers: [],
      collect() {
        this.reset();
        for (const [tenant_id, value] of gauges.inFlight()) this.set({ tenant_id }, value);
      },
    }),
  );
}
