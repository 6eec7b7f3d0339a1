import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { openSamplesFile } from '../../../../src/experiment/load/samples-file.ts';
import { samplesReader } from '../../../../src/judge/load/samples-csv.ts';
import type { LoadSample } from '../../../../src/model/load-samples.ts';
import { crowdSamplesHeader, samplesHeader } from '../../../../src/model/samples-header.ts';
import { seeded, type Chance } from '../seeded.ts';

/** Reads the pieces; the reader gives the same object every time, so it is copied. */
function parse(...pieces: readonly (Uint8Array | string)[]): LoadSample[] {
  const samples: LoadSample[] = [];
  const reader = samplesReader((sample) => samples.push({ ...sample }));
  for (const piece of pieces) reader.read(typeof piece === 'string' ? Buffer.from(piece) : piece);
  reader.finish();
  return samples;
}

const header = `${samplesHeader}\n`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-samples-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the file of these samples says, unpacked. */
async function write(samples: readonly LoadSample[], ofMany = false): Promise<Buffer> {
  const path = join(folder, 'victim.csv.gz');
  const file = openSamplesFile(path, ofMany);
  for (const sample of samples) file.write(sample);
  await file.close();
  return gunzipSync(await readFile(path));
}

const epochMicroseconds = Date.UTC(2026, 10, 24) * 1000;

/** In whole microseconds, as all that is recorded. */
function anySample(chance: Chance): LoadSample {
  const upTo = (microseconds: number): number => chance.whole(microseconds) / 1000;
  const intendedMs = (epochMicroseconds + chance.whole(1e11)) / 1000;
  if (chance.uniform() < 0.1) {
    const unknown = { latencyMs: Number.NaN, firstByteMs: Number.NaN, sendDelayMs: Number.NaN };
    return { intendedMs, ...unknown, status: -1 };
  }
  return {
    intendedMs,
    latencyMs: upTo(10 ** (1 + chance.whole(9))),
    firstByteMs: chance.uniform() < 0.5 ? Number.NaN : upTo(1e6),
    sendDelayMs: chance.uniform() < 0.1 ? -(1 + chance.whole(500)) / 1000 : upTo(1e6),
    status: [0, 200, 429, 503][chance.whole(4)] ?? 200,
  };
}

test('what was written is what is read, bit for bit', async () => {
  const chance = seeded(5);
  const samples = Array.from({ length: 5000 }, () => anySample(chance));
  expect(parse(await write(samples))).toEqual(samples);
});

test('of a load of many tenants it is also read who sent what, where that is known', async () => {
  const chance = seeded(8);
  const samples = Array.from({ length: 500 }, () => {
    const sample = anySample(chance);
    return { ...sample, tenant: sample.status === -1 ? Number.NaN : chance.whole(100) };
  });
  const bytes = await write(samples, true);
  expect(bytes.toString()).toMatch(/^intended_ms,latency_ms,first_byte_ms,send_delay_ms,status,tenant\n/u);
  expect(parse(bytes)).toEqual(samples);
});

test('a load of many needs the column in every line, and another load has none', () => {
  expect(() => parse(`${crowdSamplesHeader}\n1,2,,0,200\n`)).toThrow('too few columns');
  expect(() => parse(`${header}1,2,,0,200,7\n`)).toThrow('too many columns');
  expect(parse(`${header}1,2,,0,200\n`)[0]).not.toHaveProperty('tenant');
});

test('a file without samples has its header alone', async () => {
  const bytes = await write([]);
  expect(bytes.toString()).toBe('intended_ms,latency_ms,first_byte_ms,send_delay_ms,status\n');
  expect(parse(bytes)).toEqual([]);
});

test('it does not matter where the bytes are cut on their way', async () => {
  const chance = seeded(6);
  const samples = Array.from({ length: 20 }, () => anySample(chance));
  const bytes = await write(samples);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(parse(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(samples);
  }
  expect(parse(...Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)))).toEqual(samples);
});

test('what is not known is empty', () => {
  const [sample] = parse(header, '1795478400000.125,,,,-1\n');
  expect(sample).toEqual({
    intendedMs: 1_795_478_400_000.125,
    latencyMs: Number.NaN,
    firstByteMs: Number.NaN,
    sendDelayMs: Number.NaN,
    status: -1,
  });
});

describe('a text that is not ours is refused', () => {
  it.each([
    ['a line with too many columns', `${header}1,2,3,4,200,6\n`, /too many columns/],
    ['a line with too few', `${header}1,2,3,200\n`, /too few columns/],
    ['an empty line', `${header}\n`, /too few columns/],
    ['a word', `${header}1,NaN,,0,200\n`, /unexpected byte 78/],
    ['an exponent', `${header}1,2e3,,0,200\n`, /unexpected byte 101/],
    ['another line end', `${header}1,2,,0,200\r\n`, /unexpected byte 13/],
    ['two points in a number', `${header}1,2.3.4,,0,200\n`, /unexpected byte 46/],
    ['a point alone', `${header}1,.,,0,200\n`, /unexpected byte 46/],
    ['a sign within a number', `${header}1,2-3,,0,200\n`, /unexpected byte 45/],
    ['two signs', `${header}1,--3,,0,200\n`, /unexpected byte 45/],
    ['a sign alone', `${header}1,2,,-,200\n`, /a sign without a number/],
    ['a request without its start', `${header},2,,0,200\n`, /lacks its intended start/],
    ['a request without its status', `${header}1,2,,0,\n`, /lacks its intended start, its status/],
    ['an answer without its latency', `${header}1,,,0,200\n`, /or its latency/],
    ['other columns', 'intended_ms,latency_ms,status\n', /the columns are 'intended_ms,latency_ms,status'/],
  ])('%s', (_what, text, message) => {
    expect(() => parse(text)).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(message);
  });

  const whole = `${header}1795478400000.125,30.5,,0.25,200\n`;

  it('cut anywhere but at the end of a line', () => {
    const lengths = Array.from({ length: whole.length }, (_, length) => length);
    for (const length of lengths.filter((cut) => cut !== header.length)) {
      expect(() => parse(whole.slice(0, length))).toThrow('it ends within a line');
    }
    expect(parse(header)).toEqual([]);
  });

  it('after the samples that stand before the fault were taken', () => {
    const taken: number[] = [];
    const reader = samplesReader(({ latencyMs }) => taken.push(latencyMs));
    expect(() => reader.read(Buffer.from(`${whole}1,2,x`))).toThrow('unexpected byte 120');
    expect(taken).toEqual([30.5]);
  });
});
