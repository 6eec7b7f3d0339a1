import { stringify } from 'yaml';
import type { Budget, TargetCluster } from '../../model/target.ts';
import type { EndpointLook } from './look/endpoint-look.ts';
import type { PrometheusDraft } from './look/look-at-prometheus.ts';
import type { Known, PromiseName, TenantDraft } from './tenant-draft.ts';

export interface ConfigParts {
  endpoint: string;
  tenants: readonly TenantDraft[];
  /** As flags say. */
  cluster?: TargetCluster;
  seen: EndpointLook;
  prometheus?: PrometheusDraft;
  /** Whether the victim's answers are streamed. */
  stream: boolean;
  budget: Budget;
  /** Of the JSON Schema, as an editor finds it from the file. */
  schemaPath: string;
  /** That plays the file. */
  verify: string;
}

/**
 * The text of a `tenantproof.yaml`, with comments that say of each value where it comes from. It has no key in it.
 * Tenants must be complete: with a model and a rate.
 */
export function configText(parts: ConfigParts): string {
  const { endpoint, tenants, seen, prometheus, stream, budget, schemaPath, verify } = parts;
  const lines = [
    `# yaml-language-server: $schema=${schemaPath}`,
    '# Written by tenantproof init. "Seen" is what the endpoint told then; compare it with what was promised.',
    `#   ${verify} --dry-run   what a run would send`,
    `#   ${verify}             the run; exit code 0 if every promise held`,
    '',
    'target:',
    `  endpoint: ${scalar(endpoint)} # ${whatIsCalled(parts)}`,
    ...manners(seen).map((words) => `  # Seen: ${words}.`),
    ...clusterLines(parts),
    '  tenants:',
    ...tenants.flatMap((tenant, index) => tenantLines(tenant, index, seen)),
    ...(prometheus ? prometheusLines(prometheus) : []),
    '',
    ...victimLines(stream, seen),
    'budget: # what may be sent to the target; told before the run, and never exceeded',
    `  requests: ${budget.requests}`,
    `  tokens: ${budget.tokens}`,
    `  rateRps: ${budget.rateRps} # of all tenants together`,
  ];
  return `${lines.join('\n')}\n`;
}

function whatIsCalled(parts: ConfigParts): string {
  const others = [
    ...(parts.prometheus ? ['the Prometheus'] : []),
    ...(clusterLines(parts).length > 0 ? ['the cluster'] : []),
  ];
  return `nothing else is ever called${others.length === 0 ? '' : `, save ${others.join(' and ')} below`}`;
}

/** Told if a promise is asked of it, or if flags say which it is. */
function clusterLines({ cluster = {}, tenants }: ConfigParts): string[] {
  const said = Object.entries(cluster).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  if (said.length === 0 && !tenants.some(({ shares }) => shares)) return [];
  const inside = said.length === 0 ? '{}' : `{ ${said.join(', ')} }`;
  return [`  cluster: ${inside} # is asked what it would say to pods; none is made`];
}

const prometheusLines = ({ url, engine, token }: PrometheusDraft): string[] => [
  "  prometheus: # asked for the engines' own figures, which can show that an attack was felt",
  `    url: ${scalar(url)}`,
  `    engine: ${engine} # seen`,
  token ? `    token: { env: ${token.env} }` : '    # token: { env: VARIABLE } # it wants none',
  `    # selector: '{job="…"}' # by default every series of such engines that it has`,
];

function victimLines(stream: boolean, { streams }: EndpointLook): string[] {
  if (stream) {
    return [
      'victim:',
      '  stream: true # seen: answers are streamed, so that the first token and those after it are timed too',
      '',
    ];
  }
  return streams === true
    ? ['# victim: { stream: true } # seen, and left out: the promise of the victim leaves no room for it', '']
    : [];
}

function manners({ dialect, metrics, streams }: EndpointLook): string[] {
  return [
    dialect === undefined ? '' : `it answers in the manner of ${dialect}`,
    metrics === undefined ? '' : `/metrics has those of ${metrics}`,
    streams === false ? 'answers are not streamed' : '',
  ].filter((words) => words !== '');
}

function tenantLines(
  { name, key, model, promises, namespace, weight, shares = {} }: TenantDraft,
  index: number,
  seen: EndpointLook,
): string[] {
  const place = 'env' in key ? `{ env: ${scalar(key.env)} }` : `{ file: ${scalar(key.file)} }`;
  const look = seen.tenants.find((one) => one.name === name);
  const others = (look?.models ?? []).filter((one) => one !== model?.value).slice(0, mostOthers);
  const seenModel =
    others.length === 0 ? from(model) : `${from(model)}; it may call ${others.join(', ')} too`;
  return [
    `    - name: ${scalar(name)}${roles[index] ?? ''}`,
    `      key: ${place}`,
    `      model: ${scalar(model?.value ?? '')} # ${seenModel}`,
    ...(namespace === undefined ? [] : [`      namespace: ${scalar(namespace)} # ${asSaid}`]),
    ...(weight === undefined ? [] : [`      weight: ${weight} # ${asSaid}`]),
    '      promises:',
    ...names.map((promise) => `        ${promiseLine(promise, promises[promise])}`),
    ...Object.entries(shares).map(
      ([share, amount]) => `        ${share}: ${share === 'gpus' ? amount : scalar(amount)} # ${asSaid}`,
    ),
  ];
}

const mostOthers = 5;
const roles = [' # the victim: its latency is measured', ' # runs away'];
const names: readonly PromiseName[] = [
  'requestsPerMinute',
  'burstRequests',
  'tokensPerMinute',
  'concurrentRequests',
];

const absent: Partial<Record<PromiseName, string>> = { burstRequests: 'by default those of a minute' };
const unasked = 'not promised, so not asked about';

const promiseLine = (promise: PromiseName, known: Known<number> | undefined): string =>
  known ? `${promise}: ${known.value} # ${from(known)}` : `# ${promise}: # ${absent[promise] ?? unasked}`;

const asSaid = 'as was said';

const from = (known: Known<unknown> | undefined): string => (known?.from === 'seen' ? 'seen' : asSaid);

/** On one line, quoted where YAML wants it. */
const scalar = (text: string): string => stringify(text, { lineWidth: 0, blockQuote: false }).trimEnd();
