import { expect, test } from 'vitest';
import { withoutCommands } from '../../../src/report/without-commands.ts';

test.each([
  ['::error::forged', ': :error::forged'],
  ['  it said\n  ::add-mask::a\r::stop-commands::b', '  it said\n  : :add-mask::a\r: :stop-commands::b'],
  ['\u0085\t::SET-OUTPUT name=a::b', '\u0085\t: :SET-OUTPUT name=a::b'],
  ['it answered ##[error]forged', 'it answered ## [error]forged'],
  ['see a::b, and\n::1', 'see a::b, and\n::1'],
])('%j is no command to the runner of a workflow', (text, harmless) => {
  expect(withoutCommands(text)).toBe(harmless);
});
