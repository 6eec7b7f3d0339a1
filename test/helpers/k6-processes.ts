import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of k6 playing our load script with a job file whose path holds the text. */
export function k6Processes(jobPath: string): number[] {
  return processesWith('k6/load.ts').filter((pid) => read(pid, 'environ').includes(jobPath));
}

/** Process ids of all programs, those in containers too, whose command line holds the text. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => read(pid, 'cmdline').includes(text));
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
