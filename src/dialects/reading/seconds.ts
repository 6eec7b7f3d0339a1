import type { AnswerHeaders } from '../dialect.ts';
import { readHeader } from './header.ts';

/** The longest window that any of the dialects has is a year; what is longer is no duration. */
const mostSeconds = 366 * 86_400;
/** From September 2001 on, a whole number of seconds this large is a time and no duration. */
const firstEpochSeconds = 1_000_000_000;

const secondsOfUnit: Readonly<Record<string, number>> = {
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

/** `12` or `1.5`; undefined for anything else. */
export function plainSeconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,9}(\.\d{1,9})?$/.test(text)) return undefined;
  return atMostAYear(Number(text));
}

/**
 * A duration as Go prints it: `1s`, `6m0s`, `2m59.56s`, `120ms`; and with days, as some print it: `1d2h`.
 * Source: https://pkg.go.dev/time#ParseDuration, without a sign.
 */
export function goDuration(text: string | undefined): number | undefined {
  if (text === undefined || text.length > 40) return undefined;
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(ms|us|µs|μs|ns|d|h|m|s)/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return atMostAYear(
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * (secondsOfUnit[unit ?? ''] ?? 0), 0),
  );
}

/**
 * When a limit is whole again, in seconds from this answer: a number of seconds, a duration of Go, or, as many
 * gateways have it, a time in seconds since 1970, which is read against the answer's own `date`.
 */
export function readReset(headers: AnswerHeaders, name: string): number | undefined {
  const text = readHeader(headers, name);
  if (text !== undefined && /^\d{10}$/.test(text) && Number(text) >= firstEpochSeconds) {
    return secondsFrom(readHeader(headers, 'date'), Number(text) * 1000);
  }
  return plainSeconds(text) ?? goDuration(text);
}

/**
 * Retry-After: seconds, or a date, which is read against the answer's own `date`: neither needs our clock, and that of
 * the gateway may be wrong. Undefined for a date in an answer that has none itself; 0 if it has passed.
 * Source: RFC 9110, 10.2.3. Fractions are not of the standard, and some send them.
 */
export function readRetryAfter(headers: AnswerHeaders): number | undefined {
  const text = readHeader(headers, 'retry-after');
  const atMs = httpDateMs(text);
  return atMs === undefined ? plainSeconds(text) : secondsFrom(readHeader(headers, 'date'), atMs);
}

/** The three forms that RFC 9110, 5.6.7, has a recipient take; the last is in UTC without saying so. */
const httpDates = [
  /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^\w{6,9}, \d{2}-\w{3}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^\w{3} \w{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

function httpDateMs(text: string | undefined): number | undefined {
  if (text === undefined || !httpDates.some((form) => form.test(text))) return undefined;
  const ms = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}

function secondsFrom(date: string | undefined, atMs: number): number | undefined {
  const nowMs = httpDateMs(date);
  return nowMs === undefined ? undefined : atMostAYear(Math.max(0, (atMs - nowMs) / 1000));
}

const atMostAYear = (seconds: number): number | undefined => (seconds <= mostSeconds ? seconds : undefined);
