import { EnvironmentError } from '../model/errors.ts';
import type { ImageSpec } from './oci-archive.ts';

export const pauseRef = 'docker.io/tenantproof/pause:1';

/** The image of the container that holds a pod's namespaces, and of pods that are to do nothing. */
export const pauseImage = (architecture: string): ImageSpec => ({
  ref: pauseRef,
  files: [{ path: '/pause', content: pauseProgram(architecture), mode: 0o755 }],
  entrypoint: ['/pause'],
});

/** ELF machine number, and the code: a system call that waits for a signal, for ever. */
const machines: Record<string, { elf: number; code: Buffer }> = {
  // mov eax, 34 (pause); syscall; jmp to the start
  x64: { elf: 62, code: Buffer.from('b8220000000f05ebf7', 'hex') },
  // x0 to x4 = 0; x8 = 73 (ppoll); svc 0; b to the start. Not tried yet: no such machine was at hand.
  arm64: {
    elf: 183,
    code: Buffer.from('000080d2010080d2020080d2030080d2040080d2280980d2010000d4f9ffff17', 'hex'),
  },
};

const elfHeaderBytes = 64;
const programHeaderBytes = 56;
const loadAddress = 0x400000n;

/**
 * The smallest static program that waits for ever, so that no compiler, no shared library
 * and no registry is needed. One loadable segment holds headers and code; elf(5).
 */
export function pauseProgram(architecture: string): Buffer {
  const machine = machines[architecture];
  if (!machine) {
    throw new EnvironmentError(`No image is known for ${architecture}`, {
      code: 'unknown-architecture',
      hint: `Use one of: ${Object.keys(machines).join(', ')}.`,
    });
  }
  const headers = Buffer.alloc(elfHeaderBytes + programHeaderBytes);
  const size = BigInt(headers.length + machine.code.length);
  headers.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // magic, 64 bits, little-endian, version
  headers.writeUInt16LE(2, 16); // executable
  headers.writeUInt16LE(machine.elf, 18);
  headers.writeUInt32LE(1, 20);
  headers.writeBigUInt64LE(loadAddress + BigInt(headers.length), 24); // entry
  headers.writeBigUInt64LE(BigInt(elfHeaderBytes), 32); // offset of the program header
  headers.writeUInt16LE(elfHeaderBytes, 52);
  headers.writeUInt16LE(programHeaderBytes, 54);
  headers.writeUInt16LE(1, 56);
  headers.writeUInt32LE(1, 64); // loadable
  headers.writeUInt32LE(5, 68); // readable, executable
  headers.writeBigUInt64LE(loadAddress, 80);
  headers.writeBigUInt64LE(loadAddress, 88);
  headers.writeBigUInt64LE(size, 96);
  headers.writeBigUInt64LE(size, 104);
  headers.writeBigUInt64LE(0x10000n, 112); // alignment: the largest page of either machine
  return Buffer.concat([headers, machine.code]);
}
