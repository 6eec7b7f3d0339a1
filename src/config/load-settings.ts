import { UsageError } from '../model/errors.ts';
import { loadPlaces, type LoadSettings } from '../model/settings.ts';
import type { Config } from './schema.ts';

/** Enough for a p99 at any rate that may be asked for, and few enough for one node. */
export const mostLoadPods = 16;
const defaultPods = 4;

/**
 * Where the loads come from: flag > environment `TENANTPROOF_LOAD` > file > as suits the cluster.
 * @throws UsageError `bad-option` with the valid choices
 */
export function loadSettings(
  flags: { load?: string; loadPods?: string },
  env: NodeJS.ProcessEnv,
  file: Config['load'] = {},
): LoadSettings {
  const said = flags.load ?? env['TENANTPROOF_LOAD'] ?? file.from;
  const from = loadPlaces.find((place) => place === said);
  if (said !== undefined && from === undefined) {
    throw badOption(`Unknown load '${said}'`, `Choose one of: ${loadPlaces.join(', ')}.`);
  }
  const pods = podsOf(flags.loadPods ?? file.pods ?? defaultPods);
  return { ...(from === undefined ? {} : { from }), pods };
}

function podsOf(value: string | number): number {
  const pods = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (pods >= 1 && pods <= mostLoadPods) return pods;
  throw badOption(
    `'${value}' is not a number of load pods`,
    `Give --load-pods N, from 1 to ${mostLoadPods}.`,
  );
}

const badOption = (what: string, hint: string): UsageError =>
  new UsageError(what, { code: 'bad-option', hint });
