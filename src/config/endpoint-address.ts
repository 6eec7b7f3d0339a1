/** The form of an endpoint's address, as an editor can check it. `endpointFault` asks for more. */
export const endpointPattern = '^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+(/[^?#\\s]*)?$';

/** What is said of a wrong address. */
interface AddressWords {
  example: string;
  /** Where its secret belongs. */
  secret: string;
}

const wordsOfGateway: AddressWords = {
  example: 'https://llm.example.com/v1',
  secret: "a tenant's key goes into its key.env or key.file",
};

/**
 * What is wrong with the address of an endpoint, and what mends it; undefined if nothing is. Neither repeats the address:
 * whoever wrote a password into it shall not find it in a log.
 */
export function endpointFault(
  text: string,
  { example, secret } = wordsOfGateway,
): { fault: string; cure: string } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return { fault: 'is not an http or https address', cure: `give one such as ${example}` };
  }
  if (url.username !== '' || url.password !== '') {
    return { fault: 'holds credentials', cure: `take them out; ${secret}` };
  }
  if (url.search !== '' || url.hash !== '') {
    return { fault: 'has a query or a fragment', cure: 'give scheme, host, port and path' };
  }
  return undefined;
}

/** The same of the address of a Prometheus. */
export const prometheusFault = (text: string): { fault: string; cure: string } | undefined =>
  endpointFault(text, {
    example: 'http://prometheus.example.com:9090',
    secret: 'its token goes into token.env or token.file',
  });

/** The base address: without `/v1` and slashes at its end, so that `/v1/…` can be put behind it. */
export const baseAddress = (text: string): string =>
  new URL(text).href.replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '');

/** The base address of a Prometheus, behind which its API stands: without slashes at its end. */
export const prometheusAddress = (text: string): string => new URL(text).href.replace(/\/+$/, '');
