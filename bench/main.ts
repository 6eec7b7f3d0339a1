/** `npm run bench`: what a run costs in time and processor, and what the gateway adds. Figures are of this machine, now. */
import { benchGateway } from './gateway.ts';
import { measureRun } from './run-times.ts';

const print = (label: string, value: string): void =>
  void process.stdout.write(`${label.padEnd(48)} ${value}\n`);

const run = await measureRun();
print('node Ready after', `${run.secondsToNodeReady.toFixed(1)} s`);
print('stack ready after', `${run.secondsToStackReady.toFixed(1)} s`);
print(
  'verdict (request-flood, both arms) after',
  `${run.secondsToVerdict.toFixed(1)} s, exit ${run.exitCode}`,
);
print('harness, without k6, while load runs', `${(run.harnessCpuShare * 100).toFixed(2)} % of one core`);

const gateway = await benchGateway();
process.stdout.write(`${JSON.stringify(gateway, null, 2)}\n`);
