import { readFile } from 'node:fs/promises';

/** Clock ticks a second in /proc; 100 on every Linux of note (USER_HZ, see proc_pid_stat(5)). */
const ticksPerSecond = 100;

/** Processor time (user and system, all threads) that a process has used so far; undefined once it is gone. */
export async function processCpuSeconds(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
