import type { Allowance, AnswerHeaders, Counter, Dialect } from './dialect.ts';
import { allowanceOf, counterOf, tightest, untilRestored } from './reading/counter.ts';
import { errorFields, readError } from './reading/error-fields.ts';
import { readCount, readHeader, wholeNumber } from './reading/header.ts';
import { ietfAllowance } from './reading/ietf-rate-limit.ts';
import { readReset, readRetryAfter } from './reading/seconds.ts';

/**
 * Kong, with the plugins Rate Limiting and AI Rate Limiting Advanced.
 *
 *     X-RateLimit-Limit-Minute: 10     X-RateLimit-Remaining-Minute: 9
 *     RateLimit-Limit: 10              RateLimit-Remaining: 9              RateLimit-Reset: 47     Retry-After: 47
 *     X-AI-RateLimit-Limit-30-azure: 1000          X-AI-RateLimit-Remaining-30-azure: 950
 *     X-AI-RateLimit-Reset-30-azure: 12            X-AI-RateLimit-Retry-After: 12
 *     {"message":"API rate limit exceeded"}
 *
 * One pair of headers for each window; the AI plugin, which counts tokens (or what they cost, which it does not say),
 * one for each window and provider. The three headers without `X-` are of the window that is nearest to its limit.
 * APISIX has `X-AI-RateLimit-Limit-<instance>`, without a window: not this dialect.
 * Sources: https://github.com/Kong/docs.konghq.com/blob/main/app/_hub/kong-inc/rate-limiting/overview/_index.md;
 * https://developer.konghq.com/plugins/ai-rate-limiting-advanced/ (headers sent to the client).
 */
export const kong: Dialect = {
  id: 'kong',
  recognise({ httpStatus, headers, body }) {
    if (tokenCounters(headers).length > 0) return 1;
    const refused = httpStatus >= 400 && errorFields(body).message?.startsWith('API rate limit exceeded');
    if (refused === true) return 1;
    if (requestCounters(headers).length > 0) return 0.8;
    // It may merely stand in the way of a gateway that has the limits.
    return isInTheWay(headers) ? 0.3 : 0;
  },
  allowance: kongAllowance,
  comeBackSeconds: (headers) =>
    readRetryAfter(headers) ?? aiRetryAfter(headers) ?? untilRestored(kongAllowance(headers)),
  errorOf: readError,
};

const isInTheWay = (headers: AnswerHeaders): boolean =>
  /\bkong\//i.test(`${readHeader(headers, 'via') ?? ''} ${readHeader(headers, 'server') ?? ''}`) ||
  Object.keys(headers).some((name) => name.startsWith('x-kong-'));

function kongAllowance(headers: AnswerHeaders): Allowance {
  const { requests: nearest } = ietfAllowance(headers);
  const request = tightest(requestCounters(headers));
  const isNearest = request?.limit === nearest?.limit && request?.remaining === nearest?.remaining;
  return allowanceOf({
    requests: request && !isNearest ? request : counterOf({ ...nearest, ...request }),
    tokens: tightest(tokenCounters(headers)),
  });
}

/** As Kong has them in `kong/plugins/rate-limiting/expiration.lua`; months and years are of the calendar. */
const secondsOfWindow: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

const anyWindow = `\\d{1,9}|${Object.keys(secondsOfWindow).join('|')}`;
const ofRequests = new RegExp(`^x-ratelimit-(?:limit|remaining)-(${anyWindow})$`);
const ofTokens = new RegExp(`^x-ai-ratelimit-(?:limit|remaining)-((${anyWindow})-.{1,100})$`);

function requestCounters(headers: AnswerHeaders): Counter[] {
  return matches(headers, ofRequests).flatMap(
    ([, window = '']) =>
      counterOf({
        limit: readCount(headers, `x-ratelimit-limit-${window}`),
        remaining: readCount(headers, `x-ratelimit-remaining-${window}`),
        windowSeconds: windowSeconds(window),
      }) ?? [],
  );
}

function tokenCounters(headers: AnswerHeaders): Counter[] {
  return matches(headers, ofTokens).flatMap(
    ([, which = '', window = '']) =>
      counterOf({
        limit: readCount(headers, `x-ai-ratelimit-limit-${which}`),
        remaining: readCount(headers, `x-ai-ratelimit-remaining-${which}`),
        resetSeconds:
          readReset(headers, `x-ai-ratelimit-reset-${which}`) ?? readReset(headers, 'x-ai-ratelimit-reset'),
        windowSeconds: windowSeconds(window),
      }) ?? [],
  );
}

const matches = (headers: AnswerHeaders, pattern: RegExp): RegExpExecArray[] =>
  Object.keys(headers)
    .map((name) => pattern.exec(name))
    .filter((match) => match !== null);

const windowSeconds = (window: string): number | undefined => secondsOfWindow[window] ?? wholeNumber(window);

/** The longest of those that are told: `X-AI-RateLimit-Retry-After`, or one for each window and provider. */
function aiRetryAfter(headers: AnswerHeaders): number | undefined {
  const seconds = Object.keys(headers)
    .filter((name) => name.startsWith('x-ai-ratelimit-retry-after'))
    .flatMap((name) => readReset(headers, name) ?? []);
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}
