import { baseAddress } from '../../config/endpoint-address.ts';
import type { UsageError } from '../../model/errors.ts';
import type { CommandContext } from '../context.ts';
import type { Beginning } from './begin.ts';
import { fillIn } from './fill-in.ts';
import { openCaller } from './look/caller.ts';
import type { EndpointLook } from './look/endpoint-look.ts';
import { lookAtAnswers } from './look/look-at-answers.ts';
import { lookAtPrometheus, type PrometheusDraft } from './look/look-at-prometheus.ts';
import { lookForModels, type LookTerms } from './look/look-for-models.ts';
import { serverText } from './look/server-text.ts';
import { missingFlags, missingModels, missingRates } from './missing.ts';
import { askModel, askPromises } from './questions/ask-promises.ts';
import { askEndpointAgain } from './questions/ask-tenants.ts';
import type { Questions } from './questions/questions.ts';
import { sharedKeyRemarks, type TenantKeys } from './tenant-keys.ts';
import type { TenantDraft } from './tenant-draft.ts';

/** What is known when everything was looked at and everything asked. */
export interface Explored {
  /** Base address. */
  endpoint: string;
  /** Each with a model and a rate. */
  tenants: readonly TenantDraft[];
  seen: EndpointLook;
  /** Absent if none was named, or it tells nothing of an engine. */
  prometheus?: PrometheusDraft;
  /** Requests that it took. */
  sent: number;
  /** What somebody should look at, one line each. */
  remarks: readonly string[];
}

/**
 * Looks at the endpoint, and asks what is not to be seen there.
 * @throws UsageError `missing-flags` if there is nobody to ask
 */
export async function explore(
  { endpoint, tenants, prometheus: address }: Beginning,
  { keys, keyless }: TenantKeys,
  { questions, context }: { questions: Questions | undefined; context: CommandContext },
): Promise<Explored> {
  const { endpoint: base, seen, terms } = await reach(endpoint, tenants, { keys, questions, context });
  const missing = (flags: readonly string[]): UsageError =>
    missingFlags(flags, [...[...keyless].map(([name, why]) => `${name}: ${why}`), ...seen.troubles]);
  for (const draft of tenants) await chooseModel(draft, seen, questions);
  const modelless = missingModels(tenants, seen);
  if (modelless.length > 0)
    throw missing([...modelless, ...(seen.isThere ? [] : missingRates(tenants, seen))]);
  const called = tenants.map(({ name, model }) => ({ name, model: model?.value ?? '' }));
  if (seen.isThere) {
    const step = context.progress.step('Asking for one completion of each tenant');
    await lookAtAnswers(called, seen, terms).finally(() => step.done());
  }
  const beside = address === undefined ? {} : await lookAtPrometheus(address, context);
  if (beside.trouble !== undefined) seen.troubles.push(beside.trouble);
  const remarks = [
    ...sharedKeyRemarks(keys),
    ...tenants.flatMap((draft) => remarksOn(draft, seen)),
    ...(beside.remarks ?? []),
  ];
  for (const draft of tenants) await settlePromises(draft, seen, questions);
  const rateless = missingRates(tenants, seen);
  if (rateless.length > 0) throw missing(rateless);
  const { prometheus } = beside;
  const found = prometheus ? { prometheus } : {};
  return { endpoint: base, tenants, seen, ...found, sent: terms.caller.sent, remarks };
}

interface ReachTerms {
  keys: ReadonlyMap<string, string>;
  questions: Questions | undefined;
  context: CommandContext;
}

/** The first look; a person may name another address if nothing answers. */
async function reach(
  endpoint: string,
  tenants: readonly TenantDraft[],
  { keys, questions, context }: ReachTerms,
): Promise<{ endpoint: string; seen: EndpointLook; terms: LookTerms }> {
  const { signal, progress } = context;
  const base = baseAddress(endpoint);
  const terms = { caller: openCaller(new URL(base), signal), keys, text: serverText(keys.values()) };
  const step = progress.step(`Looking at ${base}`);
  const seen = await lookForModels(tenants, terms).finally(() => step.done());
  if (seen.isThere || keys.size === 0 || !questions) return { endpoint: base, seen, terms };
  for (const trouble of seen.troubles) questions.say(`  ${trouble}`);
  const other = await askEndpointAgain(questions, base);
  return other === base
    ? { endpoint: base, seen, terms }
    : reach(other, tenants, { keys, questions, context });
}

async function chooseModel(
  draft: TenantDraft,
  seen: EndpointLook,
  questions: Questions | undefined,
): Promise<void> {
  if (draft.model) return;
  const models = seen.tenants.find(({ name }) => name === draft.name)?.models ?? [];
  const [only] = models;
  if (only !== undefined && models.length === 1) draft.model = { value: only, from: 'seen' };
  else if (questions) draft.model = await askModel(questions, draft.name, models);
}

/** Fills in what was seen, too. */
function remarksOn(draft: TenantDraft, seen: EndpointLook): string[] {
  const look = seen.tenants.find(({ name }) => name === draft.name);
  if (!look) return [];
  const { model, name } = draft;
  const isUnlisted = model !== undefined && look.models.length > 0 && !look.models.includes(model.value);
  return [
    ...(isUnlisted ? [`${name}: the endpoint does not list its model`] : []),
    ...fillIn(draft, look.limits),
  ];
}

/** A rate that a flag says was meant as it stands. */
async function settlePromises(
  draft: TenantDraft,
  seen: EndpointLook,
  questions: Questions | undefined,
): Promise<void> {
  if (!questions || draft.promises.requestsPerMinute?.from === 'said') return;
  const { limits = { windowless: {} } } = seen.tenants.find(({ name }) => name === draft.name) ?? {};
  await askPromises(questions, draft, limits);
}
