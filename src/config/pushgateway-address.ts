/** The form of an address that is taken, or none, as an editor can check it. `addressFault` asks for more. */
export const addressPattern = '^([Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+(/[^?#\\s]*)?)?$';

/**
 * What is wrong with the address of a Pushgateway, and what mends it; undefined if nothing is.
 * Neither repeats the address: whoever wrote a password into it shall not find it in a log.
 */
export function addressFault(text: string): { fault: string; cure: string } | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    return { fault: 'is not an http or https address', cure: 'give one such as http://pushgateway:9091' };
  }
  if (url.username !== '' || url.password !== '') {
    const variables = 'TENANTPROOF_PUSHGATEWAY_USER and …_PASSWORD, or TENANTPROOF_PUSHGATEWAY_TOKEN';
    return { fault: 'holds credentials', cure: `take them out, and set ${variables} in the environment` };
  }
  if (url.search !== '' || url.hash !== '') {
    return { fault: 'has a query or a fragment', cure: 'give scheme, host, port and path' };
  }
  return undefined;
}
