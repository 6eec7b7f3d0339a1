import type { V1EndpointSlice, V1Node } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../src/cluster/embedded/feature-probe.ts';
import { whatNodeLacks } from '../../../src/cluster/node-ready.ts';
import { pauseProgram } from '../../../src/oci/pause-image.ts';
import { readyAddress } from '../../../src/cluster/ready-endpoint.ts';

describe('an endpoint to connect to', () => {
  const slice = (endpoints: V1EndpointSlice['endpoints'], port = 8080, name = 'http'): V1EndpointSlice => ({
    addressType: 'IPv4',
    endpoints: endpoints ?? [],
    ports: [{ name, port }],
  });

  test('is the first that is ready', () => {
    const slices = [
      slice([{ addresses: ['10.0.0.1'], conditions: { ready: false } }]),
      slice([
        { addresses: ['10.0.0.2'], conditions: { ready: false } },
        { addresses: ['10.0.0.3'], conditions: { ready: true } },
      ]),
    ];
    expect(readyAddress(slices, 'http')).toBe('10.0.0.3:8080');
  });

  test('is ready if nothing is said', () => {
    expect(readyAddress([slice([{ addresses: ['10.0.0.1'] }], 9090, '')], '')).toBe('10.0.0.1:9090');
  });

  test.each([
    ['there is no slice', []],
    ['none is ready', [slice([{ addresses: ['10.0.0.1'], conditions: { ready: false } }])]],
    ['the port has another name', [slice([{ addresses: ['10.0.0.1'] }], 8080, 'metrics')]],
  ])('is nothing if %s', (_, slices) => {
    expect(readyAddress(slices, 'http')).toBeUndefined();
  });
});

describe('a node', () => {
  const node = (ready: string, gpus?: string): V1Node => ({
    status: {
      conditions: [{ type: 'Ready', status: ready, message: 'network is not ready' }],
      allocatable: gpus === undefined ? {} : { 'nvidia.com/gpu': gpus },
    },
  });

  test.each([
    ['that has not reported', {}, 'the kubelet has not reported yet'],
    ['that is not ready', node('False', '8'), 'network is not ready'],
    ['without GPUs', node('True'), '0 of 8 GPUs allocatable'],
    ['with some GPUs', node('True', '4'), '4 of 8 GPUs allocatable'],
    ['that has all', node('True', '8'), undefined],
  ])('%s lacks: see the last column', (_, seen, lacking) => {
    expect(whatNodeLacks(seen)).toBe(lacking);
  });
});

describe('a feature that the kernel refuses', () => {
  test('is named with what it said and what to do', () => {
    expect(problemOf('overlay mount: unknown filesystem type')).toEqual([
      {
        code: 'no-overlay',
        message: 'The kernel refuses overlayfs on the cache folder: mount: unknown filesystem type',
        hint: expect.stringContaining('modprobe overlay') as string,
      },
    ]);
  });

  test('an empty line is none', () => {
    expect(problemOf('')).toEqual([]);
  });
});

describe('the pause program', () => {
  test.each([
    ['x64', 62],
    ['arm64', 183],
  ])('for %s is an executable whose entry and segment hold its code', (architecture, machine) => {
    const program = pauseProgram(architecture);
    expect(program.subarray(0, 4).toString('latin1')).toBe('\u007FELF');
    expect(program.readUInt16LE(18)).toBe(machine);
    expect(program.readBigUInt64LE(24)).toBe(0x400000n + 120n);
    expect(program.readBigUInt64LE(96)).toBe(BigInt(program.length));
  });

  test('is refused for other machines', () => {
    expect(() => pauseProgram('riscv64')).toThrow('No image is known for riscv64');
  });
});
