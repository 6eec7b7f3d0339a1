import { readFile } from 'node:fs/promises';
import { nowMs } from '../../system/clock.ts';

/** What a machine has done so far. Differences of two readings are what counts. */
export interface MachineMeter {
  /** When it was read, by the machine's own clock that never runs backwards; milliseconds since the epoch. */
  atMs: number;
  /** Wall clock less the clock that never runs backwards. */
  clockOffsetMs: number;
  /** Processor time that the hypervisor gave to others, and all there was, in ticks. */
  stolenTicks: number;
  allTicks: number;
}

/** The same of the machine that a k6 runs on, with the processor time that the k6 has used. */
export interface GeneratorMeter extends MachineMeter {
  cpuSeconds: number;
}

/** Reads the machine that we run on; in a container `/proc/stat` is that of the node. */
export async function readMachine(): Promise<MachineMeter> {
  const { stolen, all } = await processorTicks();
  const atMs = nowMs();
  return { atMs, clockOffsetMs: Date.now() - atMs, stolenTicks: stolen, allTicks: all };
}

/** First line of /proc/stat: `cpu user nice system idle iowait irq softirq steal guest guest_nice` (proc_stat(5)); guest is part of user. */
async function processorTicks(): Promise<{ stolen: number; all: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, value) => sum + value, 0) };
}
