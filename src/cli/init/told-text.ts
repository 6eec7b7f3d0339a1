import type { ChalkInstance } from 'chalk';
import type { Plan } from '../../model/plan.ts';
import { amount, duration } from '../../report/figures.ts';
import type { EndpointLook, KeyFate, TenantLook } from './look/endpoint-look.ts';
import type { PrometheusDraft } from './look/look-at-prometheus.ts';
import { promiseWords } from './promise-number.ts';
import { placeWords, type PromiseName, type TenantDraft } from './tenant-draft.ts';

export interface Told {
  endpoint: string;
  tenants: readonly TenantDraft[];
  seen: EndpointLook;
  prometheus?: PrometheusDraft;
  /** Requests that it took to see that. */
  sent: number;
  /** Tenants whose key could not be read, and why. */
  keyless: ReadonlyMap<string, string>;
  remarks: readonly string[];
  /** What verify would do; absent if nothing. */
  plan: Plan | undefined;
  output: string;
  verify: string;
}

/** What a person reads when the file is written: what was seen, what was not, what verify would do with it. */
export function toldText(told: Told, chalk: ChalkInstance): string {
  const { endpoint, seen, sent, output, remarks } = told;
  const good = (text: string): string => `  ${chalk.green('✔')} ${text}`;
  const open = (text: string): string => `  ${chalk.yellow('○')} ${text}`;
  const bad = (text: string): string => `  ${chalk.red('✘')} ${text}`;
  const unseen = [...told.tenants.flatMap((tenant) => unseenOf(tenant, told)), ...unseenManners(seen)];
  return [
    `${chalk.bold(endpoint)}, after ${sent} ${sent === 1 ? 'request' : 'requests'}`,
    ...seenLines(told).map(good),
    ...seen.troubles.map(bad),
    ...remarks.map(open),
    ...unseen.map(open),
    '',
    `${chalk.bold(output)} is written. Keys are not in it, but where they are read from.`,
    ...planLines(told),
    '',
    'Next',
    `  ${told.verify} --dry-run`,
    `  ${told.verify}`,
    '',
  ].join('\n');
}

const keyWords: Readonly<Record<KeyFate, string | undefined>> = {
  works: 'its key works',
  'used-up': 'its key is known, and its limit used up at the moment',
  refused: undefined,
  untold: undefined,
};

function seenLines({ tenants, seen, prometheus }: Told): string[] {
  const manners = [
    seen.streams === true ? 'answers are streamed' : seen.streams === false ? 'answers are not streamed' : '',
    seen.dialect === undefined ? '' : `it answers in the manner of ${seen.dialect}`,
    seen.metrics === undefined ? '' : `/metrics has those of ${seen.metrics}`,
  ].filter((words) => words !== '');
  return [
    ...tenants.flatMap((tenant) => {
      const facts = tenantFacts(
        tenant,
        seen.tenants.find(({ name }) => name === tenant.name),
      );
      return facts.length === 0 ? [] : [`${tenant.name}: ${facts.join('; ')}`];
    }),
    ...(manners.length === 0 ? [] : [manners.join('; ')]),
    ...(prometheus ? [`${prometheus.url} has the metrics of ${prometheus.engine}`] : []),
  ];
}

const mostModels = 5;

function tenantFacts({ promises }: TenantDraft, look: TenantLook | undefined): string[] {
  const models = look?.models ?? [];
  const more = models.length > mostModels ? ` and ${models.length - mostModels} more` : '';
  const told = Object.entries(promises)
    .filter(([, known]) => known.from === 'seen')
    .map(([promise, known]) => `${amount(known.value)} ${promiseWords[promise as PromiseName]}`);
  return [
    look ? (keyWords[look.key] ?? '') : '',
    models.length === 0 ? '' : `models ${models.slice(0, mostModels).join(', ')}${more}`,
    told.length === 0 ? '' : `headers tell ${told.join(', ')}`,
  ].filter((fact) => fact !== '');
}

/** What could not be seen of a tenant, and what that means. */
function unseenOf({ name, key, promises }: TenantDraft, { seen, keyless }: Told): string[] {
  const look = seen.tenants.find((one) => one.name === name);
  const told = look?.limits.windowless.tokens;
  const notPromised = [
    promises.tokensPerMinute
      ? ''
      : `tokens per minute${told === undefined ? '' : ` (headers say ${amount(told)}, and not of how long)`}`,
    promises.concurrentRequests ? '' : promiseWords.concurrentRequests,
  ].filter((words) => words !== '');
  const why = keyless.get(name);
  return [
    why === undefined ? '' : `${name}: ${why}, so that its key was not tried; verify needs it`,
    look?.key === 'refused'
      ? `${name}: its key in ${placeWords(key)} is refused; verify needs one that works`
      : '',
    look?.key === 'untold' && why === undefined ? `${name}: whether its key works could not be told` : '',
    promises.burstRequests ? '' : `${name}: no header tells a burst; those of a minute are taken for it`,
    notPromised.length === 0
      ? ''
      : `${name}: not promised, and so not asked about: ${notPromised.join(', ')}`,
  ].filter((line) => line !== '');
}

function unseenManners({ streams, dialect, metrics }: EndpointLook): string[] {
  const unseen = [
    streams === undefined ? 'whether answers are streamed' : '',
    dialect === undefined ? 'in whose manner it answers' : '',
    metrics === undefined ? 'whose metrics /metrics has' : '',
  ].filter((words) => words !== '');
  return unseen.length === 0 ? [] : [`not seen: ${unseen.join('; ')}`];
}

function planLines({ plan, verify }: Told): string[] {
  if (!plan?.target) return [`verify would play nothing with it: ${verify} says why`];
  const { most, budget } = plan.target;
  const { size } = new Set(plan.arms.map(({ scenario }) => scenario));
  const { min, max } = plan.expectedSeconds;
  return [
    `verify would ask ${size === 1 ? 'one question' : `${size} questions`}, within ${duration(1000 * min)} if it is sure early and ${duration(1000 * max)} at most, and send:`,
    `  at most ${amount(most.requests)} requests and ${amount(most.tokens)} tokens, ${amount(budget.rateRps)} requests/s at most`,
    ...(plan.notPlanned ?? []).map(({ scenario, reason }) => `  without ${scenario}: ${reason}`),
  ];
}
