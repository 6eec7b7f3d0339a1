export interface EnvoyTenant {
  key: string;
  requestsPerMinute: number;
  burstRequests: number;
  /** Set on what is passed on, whatever the client sent under these names. */
  upstreamHeaders?: Record<string, string>;
}

export interface EnvoySettings {
  /** Where the engine listens: an IP address and a port. */
  upstream: URL;
  tenants: readonly EnvoyTenant[];
  /** `false` passes everything on, as a gateway does whose limits somebody forgot; default true. */
  limited?: boolean;
}

const typed = (name: string): { '@type': string } => ({
  '@type': `type.googleapis.com/envoy.extensions.${name}`,
});

/**
 * A configuration of Envoy that knows tenants by their API keys. One process counts for all its workers and
 * connections, since `local_rate_limit_per_downstream_connection` is off unless it is set.
 */
export const envoyConfig = (settings: EnvoySettings, port: number): object => ({
  static_resources: {
    listeners: [
      {
        name: 'gateway',
        address: socketAddress('127.0.0.1', port),
        filter_chains: [{ filters: [{ name: 'http', typed_config: httpConnections(settings) }] }],
      },
    ],
    clusters: [engineCluster(settings.upstream)],
  },
});

const httpConnections = ({ tenants, limited = true }: EnvoySettings): object => ({
  ...typed('filters.network.http_connection_manager.v3.HttpConnectionManager'),
  stat_prefix: 'gateway',
  route_config: {
    virtual_hosts: [
      { name: 'tenants', domains: ['*'], routes: [...tenants.map(tenantRoute), strangersRoute] },
    ],
  },
  http_filters: [
    ...(limited ? [{ name: 'limits', typed_config: localLimits(tenants) }] : []),
    { name: 'router', typed_config: typed('filters.http.router.v3.Router') },
  ],
});

const bearer = (key: string): string => `Bearer ${key}`;

const tenantRoute = ({ key, upstreamHeaders = {} }: EnvoyTenant): object => ({
  match: { prefix: '/', headers: [{ name: 'authorization', string_match: { exact: bearer(key) } }] },
  // A stream may take as long as it likes.
  route: { cluster: 'engine', timeout: '0s' },
  request_headers_to_remove: ['authorization'],
  request_headers_to_add: headersToSet(upstreamHeaders),
});

const strangersRoute = {
  match: { prefix: '/' },
  direct_response: {
    status: 401,
    body: {
      inline_string: JSON.stringify({ error: { message: 'No such API key', code: 'invalid_api_key' } }),
    },
  },
  response_headers_to_add: headersToSet({ 'content-type': 'application/json' }),
};

const localLimits = (tenants: readonly EnvoyTenant[]): object => ({
  ...typed('filters.http.local_ratelimit.v3.LocalRateLimit'),
  stat_prefix: 'limits',
  filter_enabled: { default_value: { numerator: 100 } },
  filter_enforced: { default_value: { numerator: 100 } },
  enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
  rate_limits: [
    { actions: [{ request_headers: { header_name: 'authorization', descriptor_key: 'tenant' } }] },
  ],
  descriptors: tenants.map((tenant) => ({
    entries: [{ key: 'tenant', value: bearer(tenant.key) }],
    token_bucket: tokenBucket(tenant),
  })),
});

/**
 * Envoy refuses to fill a bucket more often than every 50 ms, and cuts the interval to whole milliseconds: of 66.67 ms it
 * makes 66, and admits 1 % more than it was told, which a run of ours found. So the interval is one of whole milliseconds.
 */
function tokenBucket({ requestsPerMinute, burstRequests }: EnvoyTenant): object {
  let tokens = Math.ceil((50 * requestsPerMinute) / 60_000);
  while ((tokens * 60_000) % requestsPerMinute !== 0) tokens++;
  const interval = `${(tokens * 60) / requestsPerMinute}s`;
  return { max_tokens: burstRequests, tokens_per_fill: tokens, fill_interval: interval };
}

const engineCluster = ({ hostname, port }: URL): object => ({
  name: 'engine',
  type: 'STATIC',
  connect_timeout: '1s',
  typed_extension_protocol_options: {
    'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
      ...typed('upstreams.http.v3.HttpProtocolOptions'),
      explicit_http_config: { http_protocol_options: {} },
      // llama.cpp closes a connection after each stream without a word before, and the next request on it would get a 503.
      common_http_protocol_options: { max_requests_per_connection: 1 },
    },
  },
  load_assignment: {
    cluster_name: 'engine',
    endpoints: [{ lb_endpoints: [{ endpoint: { address: socketAddress(hostname, Number(port)) } }] }],
  },
});

const socketAddress = (address: string, port: number): object => ({
  socket_address: { address, port_value: port },
});

function headersToSet(headers: Record<string, string>): object[] {
  return Object.entries(headers).map(([key, value]) => ({
    header: { key, value },
    append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
  }));
}
