import { LineCounter, parseAllDocuments } from 'yaml';
import { UsageError } from '../model/errors.ts';
import type { Indicator, Objective } from '../model/objective.ts';
import { faultWords } from './fault-words.ts';
import { headerSchema, sloSchema, termsOf, exact, type Source } from './openslo-schema.ts';
import { syntaxFaults, valuesOf } from './syntax-faults.ts';
import { placeIn, shapeFaults, type Issue } from './yaml-fault.ts';

/**
 * Reads objectives in the form of OpenSLO v1 (https://github.com/OpenSLO/OpenSLO#slo), one `kind: SLO` in a document,
 * each with one objective. The indicator is `type: tenantproof`, and its `sli` says what the objective means:
 *
 * - `latency`, `first-token-latency`: `op: lte`, `value` in ms; `target` is the share of requests that take at most that.
 * - `inter-token-latency` (ITL): the same of the gaps between the tokens of streamed answers; `first-token-latency` is TTFT.
 * - `latency-ratio`, `inter-token-latency-ratio`: `op: lte`, `value` is the ratio of attack to rest, `target` the percentile
 *   that is compared.
 * - `error-ratio`: `op: lte`, `value` is the share of requests that may fail; the only way to promise 0.
 * - `throughput`, `goodput`: `op: gte`, `value` in requests per second; `goodput` has `withinMs`.
 * - a `ratioMetric` of `served-requests` (good) or `failed-requests` (bad) to `requests` (total): 1 - `target` may fail.
 *
 * OpenSLO always asks for a `target`. An error ratio, a throughput and a goodput are one figure for a run, one
 * occurrence, so that any target between 0 and 1 says the same: it must be good.
 *
 * What a run cannot honour is refused. Read and not used are labels, annotations, `service`, the words of the indicator,
 * `counter` (how a store keeps its counts) and `timeWindow`: over how long the promise is kept in service; a run asks it
 * of its own windows.
 * @param scenarioIds those that `scenarios` may name
 * @throws UsageError `bad-objective`, one line per fault as `file:line:column: what is wrong, with the valid choices`
 */
export function parseObjectives(text: string, file: string, scenarioIds: readonly string[]): Objective[] {
  const lines = new LineCounter();
  const documents = [
    ...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' }),
  ];
  const place = placeIn(file, lines);
  const syntax = documents.flatMap((document) => syntaxFaults(document, place));
  if (syntax.length > 0) throw badObjective(syntax);
  const objectives: Objective[] = [];
  const faults = documents.flatMap((document) => {
    const said = valuesOf(document, place);
    if ('fault' in said) return said.fault;
    if (said.values === null) return [];
    const read = readSlo(said.values, scenarioIds);
    if ('issues' in read) return shapeFaults(document, read.issues, place);
    const twice = objectives.some(({ id }) => id === read.id);
    objectives.push(read);
    return twice ? shapeFaults(document, [takenName(read.id)], place) : [];
  });
  if (faults.length > 0) throw badObjective(faults);
  if (objectives.length === 0) throw badObjective([`${place(0)}: the file holds no objective`]);
  return objectives;
}

function badObjective(faults: readonly string[]): UsageError {
  return new UsageError(faults.join('\n'), {
    code: 'bad-objective',
    hint: 'Objectives are OpenSLO v1, one kind: SLO in a document; scenarios/objectives.yaml shows the form.',
  });
}

const takenName = (name: string): Issue => ({
  code: 'custom',
  path: ['metadata', 'name'],
  message: `'${name}' is the name of two objectives; each needs its own`,
});

const inWords = { error: faultWords };

function readSlo(value: unknown, scenarioIds: readonly string[]): Objective | { issues: readonly Issue[] } {
  const header = headerSchema.safeParse(value, inWords);
  if (!header.success) return header.error;
  const slo = sloSchema(scenarioIds).safeParse(value, inWords);
  if (!slo.success) return slo.error;
  const { metadata, spec } = slo.data;
  const source = spec.indicator.spec;
  const terms = termsOf[source.sli].safeParse(spec.objectives[0], inWords);
  if (!terms.success) {
    const at = ['spec', 'objectives', 0];
    return { issues: terms.error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] })) };
  }
  const { displayName, value: limit, target } = terms.data;
  return {
    id: metadata.name,
    description: metadata.displayName ?? displayName ?? spec.description ?? metadata.name,
    indicator: indicatorOf(source, target),
    limit: limit ?? exact(1 - target),
    scenarios: source.scenarios ?? [],
  };
}

function indicatorOf(source: Source, target: number): Indicator {
  switch (source.sli) {
    case 'latency':
      return { kind: 'latency', until: 'last-token', percentile: target };
    case 'first-token-latency':
      return { kind: 'latency', until: 'first-token', percentile: target };
    case 'inter-token-latency':
      return { kind: 'latency', until: 'next-token', percentile: target };
    case 'latency-ratio':
      return { kind: 'latency-ratio', percentile: target };
    case 'inter-token-latency-ratio':
      return { kind: 'latency-ratio', until: 'next-token', percentile: target };
    case 'goodput':
      return { kind: 'goodput', withinMs: source.withinMs };
    case 'throughput':
      return { kind: 'throughput' };
    case 'error-ratio':
    case 'requests':
      return { kind: 'error-ratio' };
  }
}
