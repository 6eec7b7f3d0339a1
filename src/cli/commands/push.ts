import { metricsSettings, type MetricsFlags } from '../../config/metrics-settings.ts';
import { UsageError } from '../../model/errors.ts';
import { exitCode } from '../../model/exit-code.ts';
import type { CommandContext } from '../context.ts';
import { pushMetrics } from '../metrics/push-metrics.ts';
import { readSettings } from '../read-settings.ts';
import type { AddCommand } from './command.ts';

interface PushFlags extends MetricsFlags {
  config?: string;
}

const help = `
verify does it after each run where a Pushgateway is set. What the gateway had of the same job and profile is replaced.

Credentials come from the environment only: TENANTPROOF_PUSHGATEWAY_TOKEN, or
TENANTPROOF_PUSHGATEWAY_USER and TENANTPROOF_PUSHGATEWAY_PASSWORD.

Exit codes: 0 pushed   21 the gateway did not take it   104 bad configuration

Examples:
  tenantproof push reports/latest --pushgateway http://pushgateway:9091
  tenantproof push reports/latest               to metrics.pushgateway of tenantproof.yaml`;

export const addPush: AddCommand = (program, run) => {
  program
    .command('push')
    .summary('push the results of a recorded run as metrics to a Prometheus Pushgateway')
    .argument('<run>', 'folder of a run, e.g. reports/latest')
    .option('--pushgateway <url>', 'address of the Pushgateway')
    .option('-c, --config <file>', 'settings (default: tenantproof.yaml, if there is one)')
    .addHelpText('after', help)
    .action((folder: string, flags: PushFlags) => run((context) => push(folder, flags, context)));
};

async function push(folder: string, flags: PushFlags, context: CommandContext): Promise<number> {
  const { config } = await readSettings(flags.config, context.progress);
  const settings = metricsSettings(flags, context.env, config.metrics);
  if (settings === undefined) {
    throw new UsageError('No Pushgateway was named', {
      code: 'no-pushgateway',
      hint: 'Give --pushgateway URL, TENANTPROOF_PUSHGATEWAY, or metrics.pushgateway in tenantproof.yaml.',
    });
  }
  const { judgeRecorded } = await import('../recorded-run/judge-recorded.ts');
  const judged = await judgeRecorded(folder);
  for (const remark of judged.remarks) context.progress.note(remark);
  context.print(`Pushed to ${await pushMetrics(judged, settings, context)}\n`);
  return exitCode.held;
}
