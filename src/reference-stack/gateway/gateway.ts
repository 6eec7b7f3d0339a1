import type { Server } from 'node:http';
import { createAnswerCache } from './answer-cache.ts';
import { type Control, createControl } from './control.ts';
import { createDispatcher } from './dispatcher.ts';
import { createMetrics } from './metrics.ts';
import { createGatewayServer } from './server.ts';
import { createTenants } from './tenants.ts';

export interface Gateway {
  /** Not listening yet. */
  server: Server;
  control: Control;
}

/** Puts a gateway together. It serves once its control was told a configuration, keys and an engine. */
export function createGateway(now: () => number = () => performance.now()): Gateway {
  const tenants = createTenants(now);
  const dispatcher = createDispatcher();
  const control = createControl({
    tenants,
    dispatcher,
    onConfigRefused: () => metrics.configRefusals.inc(),
    onConfigChanged: ({ metric_labels }, before) => {
      // Series named by clients must not outlive the setting that let them in.
      if (before?.metric_labels !== metric_labels) metrics.modelRequests.reset();
    },
  });
  const metrics = createMetrics({
    inFlight: () => new Map(tenants.all().map((tenant) => [tenant.config.tenant_id, tenant.limits.inFlight])),
    waiting: () => dispatcher.waiting,
    engines: () => dispatcher.engines,
    configValid: () => control.readiness().configValid,
  });
  const server = createGatewayServer({
    tenants,
    dispatcher,
    metrics,
    cache: createAnswerCache(),
    now,
    maxBodyBytes: () => control.config?.max_body_bytes ?? 0,
    readiness: control.readiness,
  });
  return { server, control };
}
