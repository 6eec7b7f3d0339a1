import type { DialectName } from '../model/dialect-name.ts';

/** Names in lower case; a header that came several times has its values joined by `, `, as Node does it. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** What a gateway answered to one request. All of it is untrusted. */
export interface Answer {
  httpStatus: number;
  headers: AnswerHeaders;
  body: string;
}

/** What a client is told of one limit. Each figure is finite and not negative; absent if it was not told or is not one. */
export interface Counter {
  /** Of one window. */
  limit?: number;
  remaining?: number;
  /** Until the limit is whole again. */
  resetSeconds?: number;
  /** Absent where the dialect has a limit without saying of how long. */
  windowSeconds?: number;
}

/** Where several limits are told, of each kind the one that is nearest to being reached. */
export interface Allowance {
  requests?: Counter;
  tokens?: Counter;
}

/** What an error says for a program and for a person; both are cut, neither is escaped. */
export interface GatewayError {
  code?: string;
  message?: string;
}

/** How one kind of OpenAI-compatible gateway speaks of its limits. Pure: nothing throws, whatever a gateway sends. */
export interface Dialect {
  id: DialectName;
  /** How sure an answer is of this dialect, 0 to 1; 0 is not at all. */
  recognise(answer: Answer): number;
  allowance(headers: AnswerHeaders): Allowance;
  /** Seconds after which a refused client may come back, from Retry-After or what this dialect has in its place. */
  comeBackSeconds(headers: AnswerHeaders): number | undefined;
  errorOf(body: string): GatewayError;
}
