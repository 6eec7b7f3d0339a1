import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { processCpuSeconds } from '../../src/system/process-cpu.ts';
import { packageFile } from '../../src/system/package-file.ts';

export interface JudgedFolder {
  seconds: number;
  cpuSeconds: number;
  /** Highest resident set size of the process. */
  residentMiB: number;
  verdicts: number;
}

/** Judges a run by the real command, in a process of its own. */
export async function judgeFolder(folder: string): Promise<JudgedFolder> {
  const started = performance.now();
  const child = spawn(process.execPath, [packageFile('src/cli/bin.ts'), 'judge', folder, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let [residentMiB, cpuSeconds] = [0, 0];
  const watching = setInterval(() => {
    void residentOf(child.pid ?? 0).then((value) => (residentMiB = Math.max(residentMiB, value)));
    void processCpuSeconds(child.pid ?? 0).then((value) => (cpuSeconds = value ?? cpuSeconds));
  }, 20);
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  clearInterval(watching);
  const { verdicts } = JSON.parse(output) as { verdicts: unknown[] };
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds,
    residentMiB,
    verdicts: verdicts.length,
  };
}

/** `VmHWM` of proc_pid_status(5): the peak so far. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
