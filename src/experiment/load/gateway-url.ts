/** Address of a path below the gateway's own, which may have one too. */
export const gatewayUrl = (gateway: URL, path: `/${string}`): string =>
  `${gateway.href.replace(/\/+$/, '')}${path}`;
