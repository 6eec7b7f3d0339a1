import { describe, expect, test } from 'vitest';
import { attackFelt } from '../../../../src/judge/gates/attack-felt.ts';
import type { ArmRecord, Observation } from '../../../../src/model/observation.ts';
import { emptyRecord, floodPlan, withMore } from '../example-arm.ts';
import { completion, noAttackPlan } from '../example-completions.ts';
import { floodRecord } from '../example-flood.ts';
import { endedRecord, outsidePlan } from '../example-outside.ts';
import { isAttack, lost, metricOf, scraped, unnoticed, withEngine } from './example-engine.ts';

const felt = (record: ArmRecord) => attackFelt.examine(floodPlan, record);
const queue = (everySeconds: number, high = 14, low = 0) =>
  metricOf(
    'requestsWaiting',
    scraped(everySeconds, (second) => (isAttack(second) ? high : low)),
  );

/** Grows by so much a second, faster under attack. */
const counted = (restPerSecond: number, attackPerSecond: number) =>
  scraped(2, (second) => {
    const turns = Math.floor(second / 20);
    const into = second - 20 * turns;
    const [atRest, attacked] = [Math.min(into, 10), Math.max(into - 10, 0)];
    return (
      turns * 10 * (restPerSecond + attackPerSecond) + atRest * restPerSecond + attacked * attackPerSecond
    );
  });

/** From 0 to 1, without a pattern that windows could follow. */
const noise = (second: number): number => ((second * 7919) % 97) / 97;

test('without the engine nothing shows it', () => {
  expect(felt(unnoticed)).toEqual({
    ok: false,
    cause:
      'nothing shows that the attack was felt: 0 of 1,600 requests of the attack were refused (0 %), and it was answered 1 times as slowly as the victim at rest (medians)',
  });
});

describe('an attack was felt by the engine', () => {
  test.each<[string, Observation, string]>([
    [
      'that had requests waiting',
      queue(2),
      'the engine had 14 requests waiting in attack windows, 0 at rest (medians; Prometheus)',
    ],
    [
      'also if it is scraped once in a window',
      queue(7, 14, 3),
      'the engine had 14 requests waiting in attack windows, 3 at rest (medians; Prometheus)',
    ],
    [
      'that worked on more',
      metricOf(
        'requestsRunning',
        scraped(2, (second) => (isAttack(second) ? 8 : 4) + noise(second)),
      ),
      expect.stringMatching(/the engine worked on 8\.\d+ requests in attack windows, 4\.\d+ at rest/),
    ],
    [
      'or engines together',
      metricOf(
        'requestsRunning',
        scraped(2, (second) => (isAttack(second) ? 3 : 1)),
        scraped(1, () => 1),
      ),
      'the engine worked on 4 requests in attack windows, 2 at rest (medians; Prometheus)',
    ],
    [
      'that made more tokens',
      metricOf('generationTokensTotal', counted(100, 250)),
      'the engine made 250 tokens a second in attack windows, 100 at rest (medians; Prometheus)',
    ],
    [
      'that completed more',
      metricOf('requestsCompletedTotal', counted(0, 0.5)),
      'the engine completed 0.5 requests a second in attack windows, 0 at rest (medians; Prometheus)',
    ],
  ])('%s', (_what, seen, words) => {
    const result = felt(withEngine(seen));
    expect(result.ok && result.seen.replace('The attack was felt: ', '')).toEqual(words);
  });

  test('and the role that rose is told, beside one that did not', () => {
    const idle = metricOf(
      'requestsWaiting',
      scraped(2, () => 0),
    );
    const busy = metricOf(
      'requestsRunning',
      scraped(2, (second) => (isAttack(second) ? 8 : 4)),
    );
    expect(felt(withEngine(idle, busy))).toMatchObject({
      ok: true,
      seen: expect.stringContaining('worked on 8'),
    });
  });

  test('which is not asked where the answers show it', () => {
    expect(felt(withMore(floodRecord(), queue(2)))).toMatchObject({
      ok: true,
      seen: expect.stringContaining('were refused'),
    });
  });

  test('of steps too, if one was played', () => {
    const played = (...calls: readonly Observation[]): ArmRecord =>
      withEngine(queue(2), ...endedRecord(['attack'], ...calls).observations);
    expect(attackFelt.examine(outsidePlan, played(completion('attack', 1)))).toMatchObject({
      ok: true,
      seen: expect.stringContaining('14 requests waiting'),
    });
    expect(attackFelt.examine(outsidePlan, played())).toMatchObject({ ok: false });
  });
});

describe('an attack was not felt', () => {
  test.each<[string, Observation, RegExp]>([
    [
      'by an engine that is as busy as at rest',
      queue(2, 14, 14),
      /no clear rise.*had 14 requests waiting.*14 at rest/,
    ],
    ['by less than a request', queue(2, 0.9, 0), /no clear rise/],
    ['by less than half as much again', queue(2, 14, 10), /no clear rise/],
    ['by an engine that is less busy', queue(2, 0, 14), /no clear rise/],
    [
      'by what varies as it likes',
      metricOf(
        'requestsWaiting',
        scraped(2, (second) => 40 * noise(second) ** 4),
      ),
      /no clear rise/,
    ],
    [
      'by one window that stands out',
      metricOf(
        'requestsWaiting',
        scraped(2, (second) => (second > 31 && second < 40 ? 500 : 1)),
      ),
      /no clear rise/,
    ],
    [
      'by an engine that makes as much',
      metricOf('generationTokensTotal', counted(100, 100)),
      /no clear rise.*made 100 tokens a second/,
    ],
  ])('%s', (_what, seen, cause) => {
    expect(felt(withEngine(seen))).toMatchObject({ ok: false, cause: expect.stringMatching(cause) });
  });

  test.each<[string, ArmRecord]>([
    ['no request of the attack was seen', withMore(emptyRecord, ...withEngine(queue(2)).observations)],
    ['there was none', unnoticed],
  ])('if %s, whatever the engine says', (what, record) => {
    const plan = what === 'there was none' ? noAttackPlan : floodPlan;
    expect(attackFelt.examine(plan, withMore(record, queue(2)))).toMatchObject({ ok: false });
  });
});

describe('the engine cannot tell, and why', () => {
  test.each<[string, Observation, string]>([
    [
      'it was scraped too seldom',
      queue(15),
      "; the engine's own figures cannot tell: 3 of 8 attack windows and 2 of 8 at rest hold a scrape of vllm:num_requests_waiting (one every 15 s), and it takes 7 of each",
    ],
    [
      'a counter needs two scrapes in a window',
      metricOf(
        'generationTokensTotal',
        scraped(9, (second) => second),
      ),
      'hold two scrapes of vllm:generation_tokens_total (one every 9 s)',
    ],
    [
      'it was gone',
      metricOf('requestsWaiting'),
      '0 of 8 attack windows and 0 of 8 at rest hold a scrape of vllm:num_requests_waiting, and',
    ],
    [
      'it went away in the middle',
      metricOf('requestsWaiting', {
        scrapedAtMs: scraped(2, () => 0).scrapedAtMs.slice(0, 40),
        values: scraped(2, (second) => (isAttack(second) ? 14 : 0)).values.slice(0, 40),
      }),
      '4 of 8 attack windows and 4 of 8 at rest hold a scrape',
    ],
    [
      'one of two engines was not scraped',
      metricOf(
        'requestsWaiting',
        scraped(2, (second) => (isAttack(second) ? 14 : 0)),
        scraped(80, () => 0),
      ),
      'of 8 at rest hold a scrape',
    ],
    [
      'a counter began anew in each window',
      metricOf(
        'generationTokensTotal',
        scraped(2, (second) => 100 - (second % 10)),
      ),
      '0 of 8 attack windows',
    ],
    [
      'Prometheus did not answer',
      lost('requestsWaiting', 'connect ECONNREFUSED'),
      'vllm:num_requests_waiting could not be read from Prometheus (connect ECONNREFUSED)',
    ],
  ])('%s', (_what, seen, words) => {
    expect(felt(withEngine(seen))).toMatchObject({ ok: false, cause: expect.stringContaining(words) });
  });

  test('what was read at a look does not stand for an end at which Prometheus was gone', () => {
    expect(felt(withEngine(queue(2), lost('requestsWaiting', 'no answer within 10 s')))).toMatchObject({
      ok: false,
      cause: expect.stringContaining('no answer within 10 s'),
    });
    expect(felt(withEngine(lost('requestsWaiting', 'no answer within 1.5 s', 100), queue(2)))).toMatchObject({
      ok: true,
    });
  });

  test('four pairs are too few for any proof by rank', () => {
    const few = withMore(
      floodRecord({
        pairs: 4,
        aggressor: (window, index) => ({ latencyMs: 20 + ((index * 7) % 20) + 0.1 * (window.index % 3) }),
      }),
      queue(2),
    );
    expect(felt(few)).toMatchObject({ ok: false, cause: expect.stringContaining('4 of 4 attack windows') });
  });
});
