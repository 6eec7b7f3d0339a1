import { statfs } from 'node:fs/promises';
import { EnvironmentError } from '../model/errors.ts';

const neededMegabytes = 500;

/**
 * Says early what would else come as one tool's or another's odd complaint: apt, for one, waits forever on a full disk.
 * @throws EnvironmentError `disk-full`
 */
export async function expectSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const shortage = spaceShortage((bavail * bsize) / 2 ** 20);
  if (shortage !== undefined) throw new EnvironmentError(shortage, { code: 'disk-full' });
}

export function spaceShortage(freeMegabytes: number): string | undefined {
  if (freeMegabytes >= neededMegabytes) return undefined;
  return `the disk is full: ${Math.floor(freeMegabytes)} MB are free, at least ${neededMegabytes} MB are needed`;
}
