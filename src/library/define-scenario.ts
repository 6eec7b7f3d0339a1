import { readdirSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import type { Scenario } from '../model/scenario.ts';
import { plainText } from '../report/plain-text.ts';
import { packageFile } from '../system/package-file.ts';
import { faulty } from './faults.ts';
import { scenarioSchema } from './scenario-schema.ts';

/**
 * A scenario of your own, to be handed to `verify` and `judge`. Gives back what it was given.
 * @throws UsageError `bad-scenario`, one line for each field that is wrong
 */
export function defineScenario<const S extends Scenario>(scenario: S): S {
  checkScenario(scenario);
  return scenario;
}

/** @throws UsageError `bad-scenario` */
export function checkScenario(scenario: Scenario): void {
  const parsed = scenarioSchema.safeParse(scenario);
  const name = nameOf(scenario);
  if (!parsed.success) {
    throw faulty(name, parsed.error, {
      code: 'bad-scenario',
      hint: 'README.md, "As a library", shows a scenario; its type is Scenario.',
    });
  }
  const faults = [...checkFaults(scenario), ...weaknessFaults(scenario)];
  if (faults.length === 0) return;
  throw new UsageError(faults.map((fault) => plainText(`${name}: ${fault}`)).join('\n'), {
    code: 'bad-scenario',
    hint: `Weaknesses that ship: ${shippedWeaknesses().join(', ')}.`,
  });
}

const nameOf = (scenario: Partial<Scenario> | null | undefined): string =>
  typeof scenario?.id === 'string' ? `scenario ${scenario.id}` : 'scenario';

function checkFaults({ checks }: Scenario): string[] {
  const ids = checks.map(({ check }) => check.id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index ? [] : [`checks.${index}.check.id: there are two checks '${id}'`],
  );
}

/** Each must be there to be taken away, and must break something. */
function weaknessFaults({ weaknesses, checks, needs }: Scenario): string[] {
  const shipped = shippedWeaknesses();
  const ids = checks.map(({ check }) => check.id);
  const proving = checks.filter(({ provesControl }) => provesControl).map(({ check }) => check.id);
  const fixtures = weaknesses.map(({ fixture }) => fixture);
  return weaknesses.flatMap(({ fixture, breaks = proving }, index) => {
    const field = `weaknesses.${index}`;
    const unknown = breaks.filter((id) => !ids.includes(id));
    return [
      ...(fixtures.indexOf(fixture) === index ? [] : [`${field}.fixture: '${fixture}' is there twice`]),
      ...(shipped.includes(fixture) || needs.includes('gpu-hardware')
        ? []
        : [`${field}.fixture: there is no weakness '${fixture}'`]),
      ...unknown.map((id) => `${field}.breaks: there is no check '${id}'; choose from: ${ids.join(', ')}`),
      ...(breaks.length > 0 ? [] : [`${field}: nothing must break; one check needs provesControl: true`]),
    ];
  });
}

/** Folders under `k8s-fixtures/weaknesses`, by name. */
const shippedWeaknesses = (): string[] =>
  readdirSync(packageFile('k8s-fixtures/weaknesses'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
