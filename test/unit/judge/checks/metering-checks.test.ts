import { describe, expect, it } from 'vitest';
import { billedExactly } from '../../../../src/judge/checks/billed-exactly.ts';
import { gpuSecondsAddUp } from '../../../../src/judge/checks/gpu-seconds-add-up.ts';
import { requestsMetered } from '../../../../src/judge/checks/requests-metered.ts';
import { tokensMetered } from '../../../../src/judge/checks/tokens-metered.ts';
import { at, without } from '../example-arm.ts';
import {
  billOf,
  billOfAggressor,
  billOfVictim,
  completion,
  meteringPlan,
  meteringRecord,
  reading,
  readings,
} from '../example-metering.ts';

const newGateway = { processes: ['another since 4'] };
const fault = at(5, { kind: 'fault', what: 'step broken-off', cause: 'connection lost' });

describe('requests-metered', () => {
  const check = requestsMetered(readings);
  const judge = (...instead: Parameters<typeof meteringRecord>) =>
    check.judge(meteringPlan, meteringRecord(...instead));

  it('is held when gateway, engine and clients count alike, across a restart', () => {
    expect(judge()).toMatchObject({
      status: 'held',
      measured: 0,
      samples: 4,
      reason: '4 requests, across 1 restart of the gateway: all count alike',
    });
  });

  it('is breached by a request that the gateway does not know', () => {
    const lost = { requests: { 'tenant-b 404': 1, 'unknown 401': 1 } };
    const found = judge(reading('gateway-after', lost, newGateway));
    expect(found).toMatchObject({ status: 'breached', measured: 1 });
    expect(found.reason).toBe('tenant-b 499: the gateway counted 0, clients 1');
  });

  it('is breached by a request under the name of somebody else', () => {
    const forged = { requests: { 'tenant-b 499': 1, 'tenant-b 404': 1, 'tenant-a 401': 1 } };
    const found = judge(reading('gateway-after', forged, newGateway));
    expect(found).toMatchObject({ status: 'breached', measured: 2 });
    expect(found.reason).toContain('tenant-a 401: the gateway counted 1, clients 0');
  });

  it('is breached by a request that the engine served twice', () => {
    const twice = { requests: { 'tenant-a ok': 9, 'tenant-b aborted': 1 } };
    const found = judge(reading('engine-after', twice));
    expect(found.reason).toBe('tenant-a ok: the engine counted 2, clients 1');
    expect(found.status).toBe('breached');
  });

  it.each([
    ['a reading was not settled', reading('gateway-midway', {}, { settled: false }), 'still under way'],
    ['the gateway did not restart', reading('gateway-after', { requests: { 'tenant-a 200': 100 } }), 'anew'],
    [
      'a counter fell by itself',
      reading('gateway-midway', { requests: { 'tenant-a 200': 98 } }),
      'the count of tenant-a 200 fell',
    ],
    [
      'some of the gateways restarted',
      reading('gateway-midway', {}, { processes: ['one since 0', 'two since 3'] }),
      'others not',
    ],
    [
      'a call got no answer',
      completion('refused', 'tenant-b', { httpStatus: 0 }),
      '1 of 4 calls got no answer',
    ],
    ['nobody hung up', completion('broken-off', 'tenant-b'), 'no stream was broken off'],
    [
      'the client hung up too early',
      completion('broken-off', 'tenant-b', { hungUp: true }),
      'broken off before it began',
    ],
    ['something was lost', fault, 'connection lost'],
  ])('is inconclusive when %s', (_what, instead, reason) => {
    const found = judge(instead);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive without a reading, and without refusals', () => {
    const missing = without(
      meteringRecord(),
      (seen) => seen.kind === 'reading' && seen.step === 'engine-after',
    );
    expect(check.judge(meteringPlan, missing)).toMatchObject({
      status: 'inconclusive',
      reason: 'the reading engine-after is missing',
    });
    const kind = without(meteringRecord(), (seen) => seen.kind === 'completion' && seen.httpStatus >= 400);
    expect(check.judge(meteringPlan, kind)).toMatchObject({ reason: 'no request was refused' });
  });
});

describe('tokens-metered', () => {
  const check = tokensMetered(readings);
  const judge = (...instead: Parameters<typeof meteringRecord>) =>
    check.judge(meteringPlan, meteringRecord(...instead));
  const gatewaySays = (tokens: Record<string, number>) =>
    judge(reading('gateway-after', { tokens, requests: {} }, newGateway));

  it('is held when all is counted; of a broken-off stream, what came or what was made', () => {
    expect(judge()).toMatchObject({ status: 'held', measured: 0 });
    expect(gatewaySays({ 'tenant-b input': 10, 'tenant-b output': 4 })).toMatchObject({ status: 'held' });
  });

  it.each([
    ['nothing of a broken-off stream is counted', {}, 10 + 3],
    ['less is counted than the client received', { 'tenant-b input': 10, 'tenant-b output': 2 }, 1],
    ['more is counted than the engine made', { 'tenant-b input': 10, 'tenant-b output': 6 }, 2],
    ['the prompt is counted twice', { 'tenant-b input': 20, 'tenant-b output': 3 }, 10],
  ])('is breached when %s', (_what, tokens, measured) => {
    expect(gatewaySays(tokens)).toMatchObject({ status: 'breached', measured });
  });

  it('is breached when a whole answer is counted as more than it was, by gateway and engine alike', () => {
    const found = judge(
      reading('gateway-midway', { tokens: { 'tenant-a input': 1000, 'tenant-a output': 501 } }),
      reading('engine-after', {
        tokens: { 'tenant-a input': 80, 'tenant-a output': 6, 'tenant-b input': 10, 'tenant-b output': 4 },
      }),
    );
    expect(found).toMatchObject({
      status: 'breached',
      measured: 1,
      reason: 'tenant-a output: clients 5, gateway 6, engine 6',
    });
  });

  it('is inconclusive when nobody hung up, and after a loss', () => {
    expect(judge(completion('broken-off', 'tenant-b'))).toMatchObject({ status: 'inconclusive' });
    expect(judge(fault)).toMatchObject({ status: 'inconclusive' });
    expect(judge(reading('engine-after', {}, { settled: false }))).toMatchObject({ status: 'inconclusive' });
  });
});

describe('billed-exactly', () => {
  const check = billedExactly(readings);
  const judge = (...instead: Parameters<typeof meteringRecord>) =>
    check.judge(meteringPlan, meteringRecord(...instead));

  it('is held when the bills have what was served and what the engine counted', () => {
    expect(judge()).toMatchObject({
      status: 'held',
      measured: 0,
      reason: '2 bills, right to the last digit',
    });
  });

  it.each([
    ['a request is lost', billOf('tenant-a', { ...billOfVictim, requests: 0 }), '0 requests, served were 1'],
    [
      'a refusal is billed',
      billOf('tenant-b', { ...billOfAggressor, requests: 1 }),
      '1 requests, served were 0',
    ],
    [
      'GPU time is lost',
      billOf('tenant-b', { ...billOfAggressor, computeSeconds: 0.124 }),
      '0.124 GPU-seconds, the engine counted 0.125000',
    ],
    [
      'the total is off',
      billOf('tenant-a', { ...billOfVictim, total: '3.0000001' }),
      'its lines add up to 3',
    ],
  ])('is breached when %s', (_what, instead, reason) => {
    const found = judge(instead);
    expect(found.status).toBe('breached');
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive without a bill, and when the gateway never restarted', () => {
    const missing = without(meteringRecord(), (seen) => seen.kind === 'bill' && seen.tenant === 'tenant-b');
    expect(check.judge(meteringPlan, missing)).toMatchObject({
      status: 'inconclusive',
      reason: 'the bill bill of tenant-b is missing',
    });
    expect(judge(reading('gateway-after', { requests: { 'tenant-a 200': 100 } }))).toMatchObject({
      status: 'inconclusive',
      reason: 'the gateway was not seen to begin anew',
    });
  });
});

describe('gpu-seconds-add-up', () => {
  const check = gpuSecondsAddUp(readings.engine);
  const judge = (...instead: Parameters<typeof meteringRecord>) =>
    check.judge(meteringPlan, meteringRecord(...instead));
  const engineSays = (gpuSeconds: Record<string, number>, busy: number) =>
    judge(reading('engine-after', { gpuSeconds, busySeconds: { '': busy } }));

  it('is held when the shares are the whole', () => {
    expect(judge()).toMatchObject({ status: 'held', measured: 0.375, limit: 0.375 });
  });

  it.each([
    ['everybody is charged the whole', { 'tenant-a': 10.375, 'tenant-b': 0.375 }, 10.375, 'charged 0.750 s'],
    ['nobody pays for a part', { 'tenant-a': 10.1, 'tenant-b': 0.1 }, 10.375, 'charged 0.200 s'],
    [
      'more is charged than passed',
      { 'tenant-a': 14, 'tenant-b': 2 },
      16,
      'more than the 5.000 s that passed on 1 GPU',
    ],
  ])('is breached when %s', (_what, gpuSeconds, busy, reason) => {
    const found = engineSays(gpuSeconds, busy);
    expect(found.status).toBe('breached');
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive when one tenant had the GPU to itself, or the engine began anew', () => {
    expect(engineSays({ 'tenant-a': 11 }, 11)).toMatchObject({ status: 'inconclusive' });
    expect(judge(reading('engine-after', {}, newGateway))).toMatchObject({ status: 'inconclusive' });
  });
});
