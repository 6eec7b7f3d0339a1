/** A member of a list, and its parameters: `"burst";q=100;w=60` is `burst` with `q` and `w`. */
export interface ListMember {
  value: string;
  parameters: ReadonlyMap<string, string>;
}

/**
 * A list of items with parameters, as far as the drafts of RateLimit headers use RFC 9651: commas and semicolons inside
 * quotes part nothing, quotes go, types are not told apart, and a parameter without a value is left out.
 */
export function structuredList(text: string): ListMember[] {
  return partsOf(text, ',').map((member) => {
    const [value = '', ...parameters] = partsOf(member, ';');
    return { value: unquoted(value), parameters: new Map(parameters.flatMap(parameterIn)) };
  });
}

function parameterIn(text: string): [string, string][] {
  const at = text.indexOf('=');
  return at < 1 ? [] : [[text.slice(0, at).trim().toLowerCase(), unquoted(text.slice(at + 1).trim())]];
}

const partsOf = (text: string, separator: ',' | ';'): string[] =>
  (text.match(separator === ',' ? /(?:"[^"]*"|[^,"])+/g : /(?:"[^"]*"|[^;"])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');

const unquoted = (text: string): string => (/^"[^"]*"$/.test(text) ? text.slice(1, -1) : text);
