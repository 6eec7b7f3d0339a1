/**
 * A harness to be killed: starts a cluster and says how far it is, one line each.
 * Arguments: name, and `keep` (leave it running) or `hold` (wait to be killed).
 * Usage: TEST_CACHE=FOLDER node test/leftovers/start-cluster.ts NAME keep|hold
 */
import { join } from 'node:path';
import { startEmbeddedCluster } from '../../src/cluster/embedded/start-embedded-cluster.ts';
import { openJournal } from '../../src/journal/journal.ts';
import type { Progress } from '../../src/model/progress.ts';
import { cacheFolder } from '../../src/system/cache-folder.ts';
import { testPrograms } from '../helpers/embedded-cluster.ts';

const [name = 'crash', then = 'hold'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const progress: Progress = {
  step: (text) => ({ update: say, done: () => say(`done: ${text}`), failed: () => say(`failed: ${text}`) }),
  note: say,
};

// The programs lie in the user's cache, the cluster in the test's.
const env = { ...process.env, XDG_CACHE_HOME: process.env['TEST_CACHE'] };
const programs = await testPrograms();
const journal = await openJournal(join(cacheFolder(env), 'journals', `${name}.ndjson`), { runId: name, env });
const cluster = await startEmbeddedCluster({
  name,
  programs,
  journal,
  signal: AbortSignal.timeout(90_000),
  progress,
  env,
});
if (then === 'keep') {
  await cluster.keep();
  await journal.close();
} else {
  say('holding');
  setInterval(() => {}, 60_000);
}
