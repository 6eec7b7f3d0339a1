import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../../scenarios/metering.ts';
import type { Finding } from '../../../src/model/check.ts';
import { startPrometheus, type RealPrometheus } from '../../helpers/real-prometheus.ts';
import { playOnLoopback, type Weak } from './metered-platform.ts';

const signal = AbortSignal.timeout(180_000);
let prometheus: RealPrometheus;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-metering-'));
  prometheus = await startPrometheus(signal);
});
afterAll(async () => {
  await prometheus[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** What each check finds, by its id. */
async function findings(weak?: Weak): Promise<Record<string, Finding>> {
  const { plan, record } = await playOnLoopback(scenario, { prometheus, folder, signal }, weak);
  return Object.fromEntries(scenario.checks.map(({ check }) => [check.id, check.judge(plan, record)]));
}

const held = Object.fromEntries(
  scenario.checks.map(({ check }) => [check.id, expect.objectContaining({ status: 'held' }) as unknown]),
);

describe('metering, against a real gateway, engine and Prometheus', () => {
  test('holds', async () => {
    expect(await findings()).toEqual(held);
  });

  test.each<[string, Weak, string]>([
    ['bills ignore restarts', { prices: 'counter_growth: last-minus-first' }, 'billed-exactly'],
    ['aborted streams are not counted', { gateway: { abort_metering: 'lost' } }, 'tokens-metered'],
  ])('is breached where %s', async (_what, weak, check) => {
    const found = await findings(weak);
    expect(Object.keys(found).filter((id) => found[id]?.status === 'breached')).toEqual([check]);
  });
});
