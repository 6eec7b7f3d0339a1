import { UsageError } from '../model/errors.ts';
import type { MetricsSettings } from '../model/settings.ts';
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
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw badAddress('is not an http or https address', 'Give one such as http://pushgateway:9091.');
  }
  if (url.username !== '' || url.password !== '') {
    const variables = 'TENANTPROOF_PUSHGATEWAY_USER and …_PASSWORD, or TENANTPROOF_PUSHGATEWAY_TOKEN';
    throw badAddress('holds credentials', `Take them out, and set ${variables} in the environment.`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw badAddress('has a query or a fragment', 'Give scheme, host, port and path.');
  }
  return url.href.replace(/\/+$/, '');
}

const badAddress = (fault: string, hint: string): UsageError =>
  new UsageError(`The address of the Pushgateway ${fault}`, { code: 'bad-option', hint });
