import { shownKey } from '../../config/fault-words.ts';
import { memoryPattern, namespacePattern, tenantNamePattern } from '../../config/target-schema.ts';
import { UsageError } from '../../model/errors.ts';
import { fileCure, keyFile, keyVariable, usualVariable, variableCure } from './key-place.ts';
import { promiseNumber } from './promise-number.ts';
import type { SharedResource } from '../../model/share.ts';
import type { PromiseName, TenantDraft } from './tenant-draft.ts';

const promiseOfWord: Readonly<Record<string, PromiseName>> = {
  rpm: 'requestsPerMinute',
  burst: 'burstRequests',
  tpm: 'tokensPerMinute',
  concurrent: 'concurrentRequests',
};

/** How a promise is told on the command line. */
export const wordOfPromise = (promise: PromiseName): string =>
  Object.entries(promiseOfWord).find(([, name]) => name === promise)?.[0] ?? promise;

const promiseWords = Object.keys(promiseOfWord);
const shareWords = ['weight', 'namespace', 'gpus', 'memory'];
const words = ['key-env', 'key-file', 'model', ...promiseWords, ...shareWords];

/**
 * Reads `team-a,key-env=TEAM_A_KEY,model=…,rpm=600`. No value is repeated in a fault: it may be a key in the wrong place.
 * @throws UsageError `bad-tenant`
 */
export function tenantFromFlag(text: string, env: NodeJS.ProcessEnv): TenantDraft {
  const [first = '', ...rest] = text.split(',').map((part) => part.trim());
  const name = first.replace(/^name=/, '');
  if (!tenantNamePattern.test(name) || name.length > mostNameCharacters)
    throw badTenant('begins with no name of a tenant: small letters, digits and -');
  const draft: TenantDraft = { name, key: { env: usualVariable(name) }, promises: {} };
  const seen = new Set<string>();
  for (const part of rest) {
    const at = part.indexOf('=');
    const word = at === -1 ? part : part.slice(0, at);
    if (seen.has(word)) throw badTenant(`${name} has ${shownKey(word)} twice`);
    seen.add(word);
    take(draft, word, at === -1 ? '' : part.slice(at + 1).trim(), env);
  }
  if (seen.has('key-env') && seen.has('key-file')) throw badTenant(`${name} has key-env and key-file`);
  if (draft.shares && draft.namespace === undefined)
    throw badTenant(
      `${name} has ${Object.keys(draft.shares).join(' and ')} and no namespace, of which that is asked`,
    );
  return draft;
}

const mostNameCharacters = 100;

function take(draft: TenantDraft, word: string, value: string, env: NodeJS.ProcessEnv): void {
  const { name } = draft;
  const promise = promiseOfWord[word];
  if (promise) {
    const number = promiseNumber(promise, value);
    if (number === undefined)
      throw badTenant(`${word} of ${name} must be a number above 0, as in ${word}=60`);
    draft.promises[promise] = { value: number, from: 'said' };
    return;
  }
  switch (word) {
    case 'key-env':
    case 'key-file': {
      const key = word === 'key-env' ? keyVariable(value, env) : keyFile(value);
      if (!key) throw badTenant(`${word} of ${name} ${word === 'key-env' ? variableCure : fileCure}`);
      draft.key = key;
      return;
    }
    case 'model':
      if (value === '') throw badTenant(`model of ${name} must not be empty`);
      draft.model = { value, from: 'said' };
      return;
    case 'weight':
      if (!weightPattern.test(value))
        throw badTenant(`weight of ${name} must be a number above 0, as in weight=3`);
      draft.weight = Number(value);
      return;
    case 'namespace':
      if (!namespacePattern.test(value)) throw badTenant(`namespace of ${name} ${namespaceCure}`);
      draft.namespace = value;
      return;
    case 'gpus':
    case 'memory':
      if (!sharePatterns[word].test(value)) throw badTenant(`${word} of ${name} ${shareCures[word]}`);
      draft.shares = { ...draft.shares, [word]: value };
      return;
    case 'key':
      throw badTenant(
        `the key of ${name} itself is not taken, since everybody on this machine can read a command line`,
      );
    default:
      throw badTenant(`${name} has the unknown word ${shownKey(word)}`);
  }
}

/** A decimal number that is not 0. */
const weightPattern = /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,6})?$/;
const namespaceCure = 'must be one of Kubernetes: small letters, digits and -';
const sharePatterns: Readonly<Record<SharedResource, RegExp>> = { gpus: /^\d{1,9}$/, memory: memoryPattern };
const shareCures: Readonly<Record<SharedResource, string>> = {
  gpus: 'must be a whole number, as in gpus=4',
  memory: 'must be an amount above 0, as in memory=64Gi',
};

const badTenant = (what: string): UsageError =>
  new UsageError(`--tenant: ${what}`, {
    code: 'bad-tenant',
    hint: `Tell a tenant as NAME,WORD=VALUE,… with the words ${words.join(', ')}; as in --tenant team-a,rpm=600,burst=20.`,
  });
