import { EnvironmentError } from '../../model/errors.ts';
import type { MetricsSettings } from '../../model/settings.ts';
import type { RunToTell } from '../../report/format.ts';
import { plainText } from '../../report/plain-text.ts';
import type { CommandContext } from '../context.ts';
import { pushAuthorization } from './push-authorization.ts';

/** A gateway that does not answer must not keep a finished run. */
const patienceMs = 10_000;

/**
 * Replaces what a Pushgateway has of this job and profile by the results of the run, with
 * `PUT /metrics/job/<job>/profile/<profile>` (https://github.com/prometheus/pushgateway#put-method).
 * prom-client has a client for it too, but that takes a redirect for success and waits for ever for an answer that was cut.
 * @returns where they are now, for people
 * @throws EnvironmentError `push-failed`, without a word of the credentials
 */
export async function pushMetrics(
  run: RunToTell,
  { pushgateway, job }: MetricsSettings,
  { env, signal }: Pick<CommandContext, 'env' | 'signal'>,
): Promise<string> {
  const { authorization, withoutSecrets } = pushAuthorization(env);
  const { metricsOf } = await import('../../report/metrics/metrics-of.ts');
  const registry = metricsOf(run);
  const { profile } = run.report.run;
  const refusal = await refusalOf(`${pushgateway}/metrics/job/${job}/profile/${profile}`, {
    headers: { 'content-type': registry.contentType, ...authorization },
    body: await registry.metrics(),
    signal,
  });
  if (refusal === undefined) return `${pushgateway}, job ${job}, profile ${profile}`;
  throw new EnvironmentError(`Cannot push metrics to ${pushgateway}: ${words(withoutSecrets(refusal))}`, {
    code: 'push-failed',
    hint: 'Nothing is lost: the run is in its folder. Push it again with: tenantproof push RUN',
  });
}

interface Push {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
}

/** Why the gateway did not take it; undefined if it did. */
async function refusalOf(url: string, { signal, ...request }: Push): Promise<string | undefined> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(url, {
      ...request,
      method: 'PUT',
      // A gateway does not redirect, a login page does: nothing was stored, and the credentials go no further.
      redirect: 'manual',
      signal: AbortSignal.any([signal, patience]),
    });
    if (!answer.ok) return `it answered ${answer.status} ${await answer.text()}`;
    await answer.body?.cancel();
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return patience.aborted ? `no answer within ${patienceMs / 1000} s` : reasonOf(error);
  }
}

const words = (text: string): string => plainText(text).slice(0, 300);

/** fetch says `fetch failed`, and the operating system's reason as the cause, whose message may be empty. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
