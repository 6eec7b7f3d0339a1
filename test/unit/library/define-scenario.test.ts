import { expect, expectTypeOf, test } from 'vitest';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { defineScenario, UsageError, type Scenario } from '../../../src/library/index.ts';
import { ownScenario } from './example-scenario.ts';

/** What a caller without types may hand over. */
const changed = (change: object): Scenario => ({ ...ownScenario, ...change });

const faultOf = (scenario: Scenario): UsageError => {
  try {
    defineScenario(scenario);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('no fault was found');
};

test('a scenario comes back as it is, with the type that it has', () => {
  const defined = defineScenario(ownScenario);
  expect(defined).toBe(ownScenario);
  expectTypeOf(defined.id).toEqualTypeOf<'container-far-above-max'>();
});

test('every scenario that ships is one', async () => {
  for (const scenario of await loadScenarios()) expect(defineScenario(scenario)).toBe(scenario);
});

const [check] = ownScenario.checks;
const [weakness] = ownScenario.weaknesses;

test.each([
  ['an id that is a path', { id: '../etc' }, 'scenario ../etc: id: must be kebab-case'],
  ['no question', { question: ' ' }, 'question: must say something'],
  ['an unknown profile', { profiles: ['daily'] }, 'profiles.0: Invalid option: expected one of "quick"'],
  ['an unknown need', { needs: ['quotas'] }, 'needs.0: Invalid option'],
  ['an unknown attack', { attack: { kind: 'flood' } }, 'attack.kind: Invalid option'],
  ['steps that are a list', { attack: { kind: 'steps', steps: [] } }, 'attack.steps: must be a function'],
  ['no check', { checks: [] }, 'checks: a scenario needs a check'],
  [
    'a check that judges nothing',
    { checks: [{ ...check, check: { ...check.check, judge: undefined } }] },
    'checks.0.check.judge: must be a function',
  ],
  ['two checks with one id', { checks: [check, check] }, "checks.1.check.id: there are two checks 'refused"],
  ['an unknown design', { design: { kind: 'once' } }, 'design.kind: Invalid'],
  ['no weakness', { weaknesses: [] }, 'weaknesses: without a weakness nothing shows'],
  [
    'a weakness that does not ship',
    { weaknesses: [{ ...weakness, fixture: 'no-moat' }] },
    "weaknesses.0.fixture: there is no weakness 'no-moat'",
  ],
  [
    'a weakness that is a path',
    { weaknesses: [{ ...weakness, fixture: '../base' }] },
    'weaknesses.0.fixture: must be kebab-case',
  ],
  [
    'a weakness that breaks an unknown check',
    { weaknesses: [{ ...weakness, breaks: ['other'] }] },
    "weaknesses.0.breaks: there is no check 'other'; choose from: refused-far-above-max",
  ],
  [
    'nothing that must break',
    { checks: [{ ...check, provesControl: false }] },
    'weaknesses.0: nothing must break',
  ],
  ['no cure', { cure: { usualCause: 'x' } }, 'cure.fix: Invalid input'],
])('%s is refused, by the name of the field', (_what, change, message) => {
  const fault = faultOf(changed(change));
  expect(fault.code).toBe('bad-scenario');
  expect(fault.message).toContain(message);
});

test('what is no scenario at all is refused as such', () => {
  expect(faultOf(null as unknown as Scenario).message).toContain('scenario: Invalid input');
});

test('each field that is wrong gets a line', () => {
  expect(faultOf(changed({ id: 'Big', question: '' })).message.split('\n')).toHaveLength(2);
});

test('a fault does not carry control characters to the terminal', () => {
  expect(faultOf(changed({ id: '\u001b[31mred' })).message).not.toContain('\u001b');
});
