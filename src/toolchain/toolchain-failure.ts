import { EnvironmentError } from '../model/errors.ts';
import { folderSetting, programSetting } from './explicit-settings.ts';
import type { GroupFailure } from './fetch-group.ts';
import { titleOf } from './program-groups.ts';

/** One error for everything that could not be had: every way with its reason, and what to do. */
export function toolchainFailure(failures: readonly GroupFailure[], cache: string): EnvironmentError {
  const missing = failures.flatMap(({ missing }) => missing.map(({ name }) => name));
  const lines = failures.flatMap((failure) => [
    `  ${titleOf(failure.group)} (${failure.missing.map(({ name }) => name).join(', ')})`,
    `    explicit setting: ${folderSetting} and ${programSetting('…')} name none`,
    '    cache: not there',
    ...failure.attempts.map(({ way, reason }) => `    ${way}: ${reason}`),
  ]);
  return new EnvironmentError(`Could not get ${missing.join(', ')}:\n${lines.join('\n')}`, {
    code: 'programs-missing',
    hint: hintFor(failures, cache),
  });
}

function hintFor(failures: readonly GroupFailure[], cache: string): string {
  const reasons = failures.flatMap(({ attempts }) => attempts.map(({ reason }) => reason));
  if (reasons.some((reason) => reason.startsWith('the disk is full'))) {
    return `Free some gigabytes where ${cache} lies, or point XDG_CACHE_HOME at another disk.`;
  }
  const [example = ''] = failures.flatMap(({ missing }) => missing.map(({ name }) => name));
  return (
    'Remove the reason given for one of the ways, or point TENANTPROOF_MIRROR at a mirror of the official downloads, ' +
    `or name your own copies, e.g. ${programSetting(example)}=/path. Then run \`tenantproof doctor\`.`
  );
}
