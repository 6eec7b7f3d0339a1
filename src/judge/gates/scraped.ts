import { factsOf } from '../facts.ts';
import { count, number, percent } from '../words.ts';
import type { Gate } from './gate.ts';

/** Largest share of the scrapes that may fail. */
const mostFailed = 0.1;

/** Prometheus saw the gateway throughout, so that a counter that began anew would have been noticed. */
export const scraped: Gate = {
  id: 'scraped',
  examine(_plan, record) {
    const scrapes = factsOf(record, 'scrapes').at(-1);
    if (!scrapes || scrapes.tried === 0)
      return { ok: false, cause: 'Prometheus was not seen to scrape the gateway' };
    const { tried, succeeded, seconds } = scrapes;
    const figures = `${number(succeeded)} of ${count(tried, 'scrape')} in ${number(seconds)} s worked`;
    return tried - succeeded <= mostFailed * tried
      ? { ok: true, seen: `Of the gateway ${figures}` }
      : { ok: false, cause: `of the gateway only ${figures} (${percent(succeeded / tried)})` };
  },
};
