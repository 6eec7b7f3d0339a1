import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot: field 22 of `/proc/PID/stat`, proc_pid_stat(5). */
  startTicks: number;
  /** Start times count from boot, so a process is known only within one. */
  bootId: string;
}

/** Reads who has this process number now; undefined if nobody, or a zombie that only waits to be collected. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const { state, startTicks } = parseStat(stat);
  return state === 'Z' || state === 'X' ? undefined : { pid, startTicks, bootId: bootId() };
}

export function isAlive(process: ProcessIdentity): boolean {
  const now = identifyProcess(process.pid);
  return now !== undefined && now.startTicks === process.startTicks && now.bootId === process.bootId;
}

/** Our own identity: whoever finds it dead may undo what we recorded. */
export function ownIdentity(): ProcessIdentity {
  const own = identifyProcess(process.pid);
  if (!own) throw new Error('/proc does not show this process');
  return own;
}

/** The command's name, the second field, may hold blanks and brackets: count from the last bracket. */
export function parseStat(stat: string): { state: string; startTicks: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: Number(fields[19]) };
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
