import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { compiledProbe } from '../../../src/stack/images/cuda-probe-image.ts';
import { runProgram } from '../../../src/system/run-program.ts';
import { compileProbe, hasCompiler, type CompiledProbe } from './compiled-probe.ts';

const mib = 2 ** 20;
const signal = AbortSignal.timeout(60_000);
const hasAssembler = spawnSync('ptxas', ['--version'], { stdio: 'ignore' }).status === 0;
const hostHasDriver = existsSync('/proc/driver/nvidia/version');

let probe: CompiledProbe;
beforeAll(async () => {
  if (hasCompiler) probe = await compileProbe();
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => probe?.[Symbol.asyncDispose]());

test('without a C compiler there is no probe, and the failure says what to install', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(compiledProbe(signal)).rejects.toMatchObject({
    code: 'probe-not-compiled',
    hint: expect.stringContaining('gcc'),
  });
});

type Line = Record<string, unknown>;

interface Ran {
  exitCode: number | undefined;
  lines: Line[];
  last: Line | undefined;
}

/** @param gpu variables of the stand-in; undefined: there is no driver */
async function run(gpu: Record<string, string> | undefined, ...args: string[]): Promise<Ran> {
  const env = gpu && { LD_LIBRARY_PATH: probe.driverFolder, ...gpu };
  const { exitCode, stdout } = await runProgram(probe.program, args, { signal, ...(env ? { env } : {}) });
  const lines = stdout.split('\n').map((line) => JSON.parse(line) as Line);
  return { exitCode, lines, last: lines.at(-1) };
}

const ladder = (stepMib: number, ceilingMib: number): string[] => [
  'ladder',
  '--step-bytes',
  String(stepMib * mib),
  '--ceiling-bytes',
  String(ceilingMib * mib),
  '--seconds',
  '0',
];
const bytes = (amountMib: number): Record<string, string> => ({ FAKE_GPU_BYTES: String(amountMib * mib) });

describe.skipIf(!hasCompiler)('the CUDA probe (skipped where there is no C compiler)', () => {
  test
    .skipIf(hostHasDriver)
    .each([
      ['enumerate'],
      ladder(256, 1024),
      ['busy', '--parts', 'bus', '--seconds', '1'],
      ['illegal-access'],
      ['heartbeat', '--seconds', '1'],
    ])('says that there is no driver (skipped where there is one): %s', async (...args) => {
    const { exitCode, lines } = await run(undefined, ...args);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      program: args[0],
      error: 'no-driver',
      detail: expect.stringContaining('libcuda.so.1'),
    });
    expect(exitCode).toBe(3);
  });

  it.each(['enumerate', 'illegal-access'])('says that a driver shows no GPU: %s', async (program) => {
    const noDevice = { program, error: 'no-device' };
    const none = await run({ FAKE_GPUS: '0' }, program);
    expect(none).toMatchObject({ exitCode: 4, last: noDevice });
    const refused = await run({ FAKE_GPU_INIT: '100' }, program);
    expect(refused).toMatchObject({ exitCode: 4, last: noDevice });
  });

  it('says which call of the driver failed', async () => {
    const { exitCode, last } = await run({ FAKE_GPU_INIT: '999' }, 'heartbeat', '--seconds', '1');
    expect(last).toMatchObject({
      error: 'cuda-error',
      call: 'cuInit',
      code: 999,
      name: 'CUDA_ERROR_UNKNOWN',
    });
    expect(exitCode).toBe(5);
  });

  it('counts the GPUs that the driver shows, and tells their names', async () => {
    const { exitCode, lines, last } = await run({ FAKE_GPUS: '2', ...bytes(512) }, 'enumerate');
    const device = { name: 'Fake GPU 1', memoryBytes: 512 * mib };
    expect(lines).toContainEqual(expect.objectContaining({ device: 1, ...device }));
    expect(last).toMatchObject({ devices: 2, openedFiles: 0 });
    expect(exitCode).toBe(0);
  });

  it('climbs until it is refused, and finds the bound with smaller steps', async () => {
    const { exitCode, lines, last } = await run(bytes(1000), ...ladder(256, 4096));
    const steps = lines.flatMap(({ allocatedBytes, holding, end }) =>
      allocatedBytes === undefined || holding === true || end !== undefined
        ? []
        : [Number(allocatedBytes) / mib],
    );
    expect(steps).toEqual([256, 512, 768, 896, 960, 992, 1000]);
    expect(last).toMatchObject({ end: 'refused', refused: true, allocatedBytes: 1000 * mib });
    expect(last).toMatchObject({ totalBytes: 1000 * mib, gpu: '0000:3B:00.0' });
    expect(exitCode).toBe(0);
  });

  it('goes no higher than its ceiling', async () => {
    const { exitCode, last } = await run(bytes(4096), ...ladder(256, 600));
    expect(last).toMatchObject({ end: 'ceiling', refused: false, allocatedBytes: 600 * mib });
    expect(exitCode).toBe(0);
  });

  it('reports a GPU so full that not even a context is left', async () => {
    const { exitCode, last } = await run({ FAKE_GPU_BYTES: '0' }, ...ladder(256, 600));
    expect(last).toMatchObject({
      error: 'cuda-error',
      code: 2,
      name: 'CUDA_ERROR_OUT_OF_MEMORY',
      call: 'cuDevicePrimaryCtxRetain',
    });
    expect(exitCode).toBe(5);
  });

  it('keeps each part busy for as long as it is told', async () => {
    const parts = 'processors,memory-bandwidth,bus';
    const { exitCode, lines, last } = await run({}, 'busy', '--parts', parts, '--seconds', '1');
    const worked = lines.flatMap(({ part, operations }) => (part === undefined ? [] : [[part, operations]]));
    expect(worked.map(([part]) => part)).toEqual(parts.split(','));
    for (const [, operations] of worked) expect(operations).toBeGreaterThan(0);
    expect(last).toMatchObject({ parts: 3, fewestOperations: expect.any(Number), seconds: 1 });
    expect(exitCode).toBe(0);
  });

  it('faults, and says with which error', async () => {
    expect(await run({}, 'illegal-access')).toMatchObject({
      exitCode: 0,
      last: { faulted: true, code: 700, name: 'CUDA_ERROR_ILLEGAL_ADDRESS' },
    });
  });

  it.each([
    ['goes through', '0', { exitCode: 6, last: { error: 'no-fault' } }],
    ['fails otherwise', '999', { exitCode: 5, last: { error: 'cuda-error', code: 999 } }],
  ])('does not take it for a fault when the access %s', async (_what, FAKE_GPU_FAULT, expected) => {
    expect(await run({ FAKE_GPU_FAULT }, 'illegal-access')).toMatchObject(expected);
  });

  it('beats until its time is over', async () => {
    const { exitCode, last } = await run({}, 'heartbeat', '--seconds', '1');
    expect(last).toMatchObject({ beats: expect.any(Number), slowestMs: expect.any(Number) });
    expect(last?.['beats']).toBeGreaterThan(1);
    expect(exitCode).toBe(0);
  });

  it('says after how many beats it was ended by the fault of another', async () => {
    expect(await run({ FAKE_GPU_BEATS: '3' }, 'heartbeat', '--seconds', '5')).toMatchObject({
      exitCode: 5,
      last: { error: 'beat-failed', beats: 3, code: 810, name: 'CUDA_ERROR_MPS_CLIENT_TERMINATED' },
    });
  });

  it('writes its report to a file, and tells when it is at work', async () => {
    const [report, ready] = [join(probe.folder, 'report'), join(probe.folder, 'ready')];
    const isReady = async (): Promise<number | undefined> =>
      (await runProgram(probe.program, ['is-ready', ready], { signal })).exitCode;
    expect(await isReady()).toBe(1);
    const { last } = await run(bytes(512), ...ladder(256, 512), '--report', report, '--ready', ready);
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual(last);
    expect(await isReady()).toBe(0);
  });

  it.each([
    [],
    ['climb'],
    ['ladder', '--seconds', '1'],
    ['ladder', '--step-bytes', '-1', '--seconds', '1'],
    ['ladder', '--step-bytes', '1x', '--seconds', '1'],
    ['ladder', '--step-bytes', '1', '--ceiling-bytes', '1000000', '--seconds', '1'],
    ['busy', '--seconds', '1'],
    ['busy', '--parts', 'fan', '--seconds', '1'],
    ['heartbeat'],
    ['heartbeat', '--seconds'],
    ['heartbeat', '--seconds', '601'],
    ['enumerate', '--loud', 'yes'],
  ])('refuses what it does not understand, before it touches a GPU: %s %s %s %s', async (...args) => {
    const { exitCode, last } = await run({ FAKE_GPU_INIT: '999' }, ...args);
    expect(last).toMatchObject({ error: 'usage' });
    expect(exitCode).toBe(2);
  });

  // pip's nvidia-cuda-nvcc has it, without a GPU and without a driver.
  test.skipIf(!hasAssembler).each(['sm_75', 'sm_80', 'sm_90', 'sm_100', 'sm_120'])(
    "NVIDIA's assembler translates its kernels (skipped where there is no ptxas): %s",
    async (gpu) => {
      const [source, program] = [join(probe.folder, 'print.c'), join(probe.folder, 'print')];
      const text =
        '#include <stdio.h>\n#include "kernels.h"\nint main(void) { return fputs(kernels, stdout) < 0; }\n';
      await writeFile(source, text);
      execFileSync('cc', ['-I', 'k8s-fixtures/images/cuda-probe', '-o', program, source]);
      const ptx = join(probe.folder, 'kernels.ptx');
      await writeFile(ptx, execFileSync(program));
      const { exitCode, stdout, errorTail } = await runProgram(
        'ptxas',
        [`-arch=${gpu}`, '-v', '-o', join(probe.folder, 'kernels.cubin'), ptx],
        { signal },
      );
      expect(`${stdout}${errorTail}`).not.toContain('error');
      expect(exitCode).toBe(0);
    },
  );

  it('has the kernels that its programs start', async () => {
    const folder = 'k8s-fixtures/images/cuda-probe';
    const texts = await Promise.all(
      (await readdir(folder))
        .filter((file) => file.endsWith('.c'))
        .map((file) => readFile(join(folder, file), 'utf8')),
    );
    const kernels = await readFile(join(folder, 'kernels.h'), 'utf8');
    const started = texts.flatMap((text) =>
      [...text.matchAll(/kernelNamed\("(\w+)"\)/g)].map(([, name]) => name),
    );
    expect(new Set(started)).toEqual(new Set(['spin', 'store']));
    for (const name of started) expect(kernels).toContain(`.visible .entry ${name}(`);
  });
});
