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
const otherLine =
  '{"metric":"http_req_waiting","type":"Point","data":{"time":"2026-11-24T07:25:05Z","value":3,"tags":{}}}';

test('latency counts from the intended start to the end of the request, finer than a millisecond', () => {
  const line = parseK6Line(requestLine);
  expect(line).toMatchObject({ kind: 'request', intendedMs: 1_795_505_105_600.5, status: 429 });
  expect(line.kind === 'request' && line.latencyMs).toBeCloseTo(31.401528, 3);
});

describe('reading the output', () => {
  const noFile = { write: () => {}, close: async () => {} };

  test('lines may be cut anywhere between chunks, and what we do not read costs nothing', async () => {
    const text = `${requestLine}\n${otherLine}\n${droppedLine}\n${requestLine}\n`;
    for (const cut of [1, 50, requestLine.length, requestLine.length + 1, text.length - 1]) {
      const samples = sampleBuffer(1);
      const reading = await readLoad(Readable.from([text.slice(0, cut), text.slice(cut)]), samples, noFile);
      expect(reading).toEqual({ droppedIterations: 3, refusedWithoutRetryAfter: 0, lost: undefined });
      expect(samples.count).toBe(2);
    }
  });

  test('a line that broke off is told, and what came before it is kept', async () => {
    const samples = sampleBuffer();
    const reading = await readLoad(
      Readable.from([`${requestLine}\n${requestLine.slice(0, 90)}`]),
      samples,
      noFile,
    );
    expect(samples.count).toBe(1);
    expect(reading.lost).toMatch(/unreadable output of k6/);
  });

  test('a request without its intended start is told', async () => {
    const line = requestLine.replace('"intended"', '"other"');
    const reading = await readLoad(Readable.from([`${line}\n`]), sampleBuffer(), noFile);
    expect(reading.lost).toMatch(/without its intended start/);
  });
});

test('a buffer grows without losing a sample', () => {
  const samples = sampleBuffer(2);
  for (let i = 0; i < 1000; i++) samples.add(i, i / 10, 200);
  const { intendedMs, latencyMs, status } = samples.snapshot();
  expect([intendedMs.length, intendedMs[999], latencyMs[999], status[999]]).toEqual([1000, 999, 99.9, 200]);
  expect(samples.countBetween(10, 20)).toBe(10);
});
