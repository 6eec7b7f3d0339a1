import { processCpuSeconds } from '../src/system/process-cpu.ts';
import { startCli } from '../test/helpers/run-cli.ts';
import { testReports } from '../test/helpers/test-reports.ts';

export interface RunTimes {
  /** From the start of the process. */
  secondsToNodeReady: number;
  secondsToStackReady: number;
  secondsToVerdict: number;
  /** Processor time of the harness alone, without k6, while the load of the protected arm runs; share of one core. */
  harnessCpuShare: number;
  exitCode: number | null;
}

/** Plays one scenario for real and reads the times off its progress. */
export async function measureRun(): Promise<RunTimes> {
  await using reports = await testReports();
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const run = startCli(['verify', '--scenario', 'request-flood', '--reports', reports.folder]);
  const cpu = async (): Promise<number> => (await processCpuSeconds(run.process.pid ?? 0)) ?? Number.NaN;
  await run.says('node ready');
  const secondsToNodeReady = seconds();
  await run.says('✓ Deploying the reference stack');
  const secondsToStackReady = seconds();
  await run.says('control in place · pair');
  const before = { cpu: await cpu(), seconds: seconds() };
  await run.says('✓ [1/2]');
  const harnessCpuShare = ((await cpu()) - before.cpu) / (seconds() - before.seconds);
  const { exitCode } = await run.result;
  return { secondsToNodeReady, secondsToStackReady, secondsToVerdict: seconds(), harnessCpuShare, exitCode };
}
