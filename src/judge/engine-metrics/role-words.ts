import type { EngineRole } from '../../model/engine-metrics.ts';
import { count } from '../words.ts';
import { growthOf, meanOf, type levelIn } from './level-in.ts';

/** How a role is measured in a window, and told. */
export interface MeasuredRole {
  levelOf: Parameters<typeof levelIn>[2];
  /** Least rise that is one, in its unit; a counter's rate has none that would suit every engine. */
  leastRise: number;
  /** Scrapes that it takes in a window. */
  scrapes: string;
  /** A level of it, as the engine's doing. */
  words: (level: number) => string;
}

const gauge = { levelOf: meanOf, leastRise: 1, scrapes: 'a scrape' } as const;
const counter = { levelOf: growthOf, leastRise: 0, scrapes: 'two scrapes' } as const;

export const measuredRoles: Readonly<Record<EngineRole, MeasuredRole>> = {
  requestsWaiting: { ...gauge, words: (level) => `had ${count(level, 'request')} waiting` },
  requestsRunning: { ...gauge, words: (level) => `worked on ${count(level, 'request')}` },
  promptTokensTotal: { ...counter, words: (level) => `read ${count(level, 'token')} of prompts a second` },
  generationTokensTotal: { ...counter, words: (level) => `made ${count(level, 'token')} a second` },
  requestsCompletedTotal: { ...counter, words: (level) => `completed ${count(level, 'request')} a second` },
};
