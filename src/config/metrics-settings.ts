import { UsageError } from '../model/errors.ts';
import type { MetricsSettings } from '../model/settings.ts';
import { addressFault } from './pushgateway-address.ts';
import type { Config } from './schema.ts';

/** What was said on the command line about metrics. */
export interface MetricsFlags {
  pushgateway?: string;
}

/**
 * Where the metrics of a run are pushed to: flag > environment `TENANTPROOF_PUSHGATEWAY` > file; an empty one means nowhere.
 * Messages never repeat the address: whoever wrote a password into it shall not find it in a log.
 * @throws UsageError `bad-option`
 */
export function metricsSettings(
  flags: MetricsFlags,
  env: NodeJS.ProcessEnv,
  file: Config['metrics'] = {},
): MetricsSettings | undefined {
  const said = flags.pushgateway ?? env['TENANTPROOF_PUSHGATEWAY'] ?? file.pushgateway ?? '';
  return said === '' ? undefined : { pushgateway: addressOf(said), job: file.job ?? 'tenantproof' };
}

function addressOf(text: string): string {
  const found = addressFault(text);
  if (found) {
    throw new UsageError(`The address of the Pushgateway ${found.fault}`, {
      code: 'bad-option',
      hint: `${found.cure.charAt(0).toUpperCase()}${found.cure.slice(1)}.`,
    });
  }
  return new URL(text).href.replace(/\/+$/, '');
}
