/** The form of an endpoint's address, as an editor can check it. `endpointFault` asks for more. */
export const endpointPattern = '^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+(/[^?#\\s]*)?$';

/**
 * What is wrong with the address of an endpoint, and what mends it; undefined if nothing is. Neither repeats the address:
 * whoever wrote a password into it shall not find it in a log.
 */
export function endpointFault(text: string): { fault: string; cure: string } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return { fault: 'is not an http or https address', cure: 'give one such as https://llm.example.com/v1' };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      fault: 'holds credentials',
      cure: "take them out; a tenant's key goes into its key.env or key.file",
    };
  }
  if (url.search !== '' || url.hash !== '') {
    return { fault: 'has a query or a fragment', cure: 'give scheme, host, port and path' };
  }
  return undefined;
}

/** The base address: without `/v1` and slashes at its end, so that `/v1/…` can be put behind it. */
export const baseAddress = (text: string): string =>
  new URL(text).href.replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '');
