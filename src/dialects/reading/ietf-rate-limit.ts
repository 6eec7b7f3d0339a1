import type { Allowance, AnswerHeaders, Counter } from '../dialect.ts';
import { allowanceOf, counterOf, tightest } from './counter.ts';
import { readHeader, wholeNumber } from './header.ts';
import { plainSeconds, readReset } from './seconds.ts';
import { type ListMember, structuredList } from './structured-list.ts';

/**
 * The RateLimit headers that the IETF drafts, in each form that is in use:
 *
 *     RateLimit-Limit: 10, 10;w=60     RateLimit-Remaining: 9     RateLimit-Reset: 47      until draft 06
 *     RateLimit-Policy: 10;w=60                                                            draft 06 and 07
 *     RateLimit: limit=10, remaining=9, reset=47                                           draft 07
 *     RateLimit: "burst";r=9;t=47      RateLimit-Policy: "burst";q=10;w=60;qu="requests"   since draft 08
 *
 * Limits of requests, unless the policy has another unit (`qu`): `tokens` is no unit of the draft, and taken for one.
 * Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/.
 */
export function ietfAllowance(headers: AnswerHeaders): Allowance {
  const policies = listIn(headers, 'ratelimit-policy');
  const named = namedLimits(listIn(headers, 'ratelimit'), policies);
  const single = dictionaryLimit(listIn(headers, 'ratelimit'), policies) ?? threeHeaders(headers, '');
  return allowanceOf({
    requests:
      tightest(named.flatMap(({ unit, counter }) => (unit === 'requests' ? [counter] : []))) ?? single,
    tokens: tightest(named.flatMap(({ unit, counter }) => (unit === 'tokens' ? [counter] : []))),
  });
}

/**
 * The three headers of the drafts until 06; with the prefix `x-`, as Envoy has them. Of a limit that several windows
 * follow, `10, 10;w=1, 1000;w=3600`, the first number is in force, and its window is the one of the same quota.
 */
export function threeHeaders(headers: AnswerHeaders, prefix: '' | 'x-'): Counter | undefined {
  const [first, ...windows] = listIn(headers, `${prefix}ratelimit-limit`);
  const limit =
    first?.parameters.size === 0 && windows.every((window) => windowOf(window) !== undefined)
      ? wholeNumber(first.value)
      : undefined;
  return counterOf({
    limit,
    remaining: wholeNumber(readHeader(headers, `${prefix}ratelimit-remaining`)),
    resetSeconds: readReset(headers, `${prefix}ratelimit-reset`),
    windowSeconds: windowFor(
      limit,
      windows.length > 0 ? windows : listIn(headers, `${prefix}ratelimit-policy`),
    ),
  });
}

interface NamedLimit {
  unit: string;
  counter: Counter;
}

/** Since draft 08: every policy with what is left of it, and what is left of a policy that is not told. */
function namedLimits(states: readonly ListMember[], policies: readonly ListMember[]): NamedLimit[] {
  const quotas = policies.filter(({ parameters }) => parameters.has('q'));
  const lefts = states.filter(({ parameters }) => parameters.has('r'));
  const only = quotas.length === 1 && lefts.length === 1;
  const pairs = quotas.map((policy) => ({
    policy,
    left: only ? lefts[0] : lefts.find(({ value }) => value === policy.value),
  }));
  const untold = lefts.filter((left) => pairs.every((pair) => pair.left !== left));
  return [...pairs, ...untold.map((left) => ({ policy: undefined, left }))].flatMap(({ policy, left }) => {
    const counter = counterOf({
      limit: wholeNumber(policy?.parameters.get('q')),
      remaining: wholeNumber(left?.parameters.get('r')),
      resetSeconds: plainSeconds(left?.parameters.get('t')),
      windowSeconds: policy && windowOf(policy),
    });
    return counter ? [{ unit: policy?.parameters.get('qu') ?? 'requests', counter }] : [];
  });
}

/** Draft 07: `limit=10, remaining=9, reset=47`. */
function dictionaryLimit(
  members: readonly ListMember[],
  policies: readonly ListMember[],
): Counter | undefined {
  const of = (key: string): string | undefined =>
    members.find(({ value }) => value.startsWith(`${key}=`))?.value.slice(key.length + 1);
  const limit = wholeNumber(of('limit'));
  return counterOf({
    limit,
    remaining: wholeNumber(of('remaining')),
    resetSeconds: plainSeconds(of('reset')),
    windowSeconds: windowFor(limit, policies),
  });
}

/** The window of this quota, among policies such as `10;w=60`; undefined if there are several. */
function windowFor(limit: number | undefined, policies: readonly ListMember[]): number | undefined {
  const windows = new Set(policies.filter(({ value }) => wholeNumber(value) === limit).map(windowOf));
  return limit !== undefined && windows.size === 1 ? [...windows][0] : undefined;
}

/** `w`; `window` in the oldest drafts. */
const windowOf = ({ parameters }: ListMember): number | undefined =>
  plainSeconds(parameters.get('w') ?? parameters.get('window'));

const listIn = (headers: AnswerHeaders, name: string): ListMember[] =>
  structuredList(readHeader(headers, name) ?? '');
