import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of k6 playing our load script with a job file whose path holds the text. */
export function k6Processes(jobPath: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, 'cmdline').includes('k6/load.ts') && read(pid, 'environ').includes(jobPath))
    .map(Number);
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
