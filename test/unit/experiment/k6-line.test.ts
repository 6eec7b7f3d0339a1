import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parseK6Line } from '../../../src/experiment/load/k6-line.ts';
import { readLoad } from '../../../src/experiment/load/read-load.ts';
import { sampleBuffer } from '../../../src/experiment/load/sample-buffer.ts';

/** As k6 1.1.0 writes them. */
const requestLine =
  '{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-24T07:25:05.631901528Z","value":30.188141,' +
  '"tags":{"error_code":"1429","scenario":"w0","status":"429"},"metadata":{"intended":"1795505105600.5"}}}';
const droppedLine =
  '{"metric":"dropped_iterations","type":"Point","data":{"time":"2026-11-24T07:25:05Z","value":3,"tags":{}}}';
const receivingLine =
  '{"metric":"http_req_receiving","type":"Point","data":{"time":"2026-11-24T07:25:05.631901528Z","value":25,"tags":{}}}';
const shamLine = requestLine.replace('"w0"', '"sham_w0"');
const otherLine =
  '{"metric":"http_req_waiting","type":"Point","data":{"time":"2026-11-24T07:25:05Z","value":3,"tags":{}}}';

test('latency counts from the intended start to the end of the request, in microseconds', () => {
  // 30.188141 ms before its end the request was sent, which was 1.213387 ms after it was due.
  expect(parseK6Line(requestLine)).toEqual({
    kind: 'request',
    sample: {
      intendedMs: 1_795_505_105_600.5,
      latencyMs: 31.402,
      firstByteMs: Number.NaN,
      sendDelayMs: 1.213,
      status: 429,
    },
  });
});

test('a request of the sham load is no request of the load', () => {
  expect(parseK6Line(shamLine)).toEqual({ kind: 'sham' });
});

describe('reading the output', () => {
  const noFile = { write: () => {}, close: async () => {} };
  const read = async (pieces: readonly string[], streamed = false) => {
    const samples = sampleBuffer(1);
    const reading = await readLoad(Readable.from(pieces), { samples, file: noFile, streamed });
    return { reading, samples: samples.snapshot() };
  };

  test('lines may be cut anywhere between chunks, and what we do not read costs nothing', async () => {
    const text = `${requestLine}\n${otherLine}\n${droppedLine}\n${shamLine}\n${requestLine}\n`;
    for (const cut of [1, 50, requestLine.length, requestLine.length + 1, text.length - 1]) {
      const { reading, samples } = await read([text.slice(0, cut), text.slice(cut)]);
      expect(reading).toEqual({
        droppedIterations: 3,
        refusedWithoutRetryAfter: 0,
        shamRequests: 1,
        lost: undefined,
      });
      // A request that k6 had no idle user for is a sample without an end.
      expect([...samples.status]).toEqual([429, -1, -1, -1, 429]);
      expect(samples.intendedMs[1]).toBe(Date.UTC(2026, 10, 24, 7, 25, 5));
      expect(samples.latencyMs[1]).toBeNaN();
    }
  });

  test('a streamed answer has its first byte as long before its end as receiving took', async () => {
    const text = `${requestLine}\n${receivingLine}\n${requestLine}\n`;
    const streamed = await read([text], true);
    expect([...streamed.samples.firstByteMs]).toEqual([6.402, Number.NaN]);
    const whole = await read([text]);
    expect([...whole.samples.firstByteMs]).toEqual([Number.NaN, Number.NaN]);
  });

  test('a line that broke off is told, and what came before it is kept', async () => {
    const { reading, samples } = await read([`${requestLine}\n${requestLine.slice(0, 90)}`]);
    expect(samples.status).toHaveLength(1);
    expect(reading.lost).toMatch(/unreadable output of k6/);
  });

  test('a request without its intended start is told', async () => {
    const { reading } = await read([`${requestLine.replace('"intended"', '"other"')}\n`]);
    expect(reading.lost).toMatch(/without its intended start/);
  });
});

test('a buffer grows without losing a sample', () => {
  const samples = sampleBuffer(2);
  const rest = { firstByteMs: 4, sendDelayMs: 0.5, status: 200 };
  for (let i = 0; i < 1000; i++) samples.add({ intendedMs: i, latencyMs: i / 10, ...rest });
  const { intendedMs, latencyMs, firstByteMs, sendDelayMs, status } = samples.snapshot();
  const last = [intendedMs, latencyMs, firstByteMs, sendDelayMs, status].map((column) => column[999]);
  expect(last).toEqual([999, 99.9, 4, 0.5, 200]);
  expect([intendedMs, latencyMs, firstByteMs, sendDelayMs, status].map(({ length }) => length)).toEqual(
    Array.from({ length: 5 }, () => 1000),
  );
  expect(samples.countBetween(10, 20)).toBe(10);
});

test('of a buffer what came after a number of samples can be had alone', () => {
  const samples = sampleBuffer(2, true);
  const rest = { latencyMs: 3, firstByteMs: 4, sendDelayMs: 0.5, status: 200 };
  for (let i = 0; i < 5; i++) samples.add({ intendedMs: i, ...rest, tenant: i });
  const { intendedMs, tenant, status } = samples.after(3);
  expect([intendedMs, tenant, status].map((column) => [...(column ?? [])])).toEqual([
    [3, 4],
    [3, 4],
    [200, 200],
  ]);
  expect(samples.after(5).status).toHaveLength(0);
});
