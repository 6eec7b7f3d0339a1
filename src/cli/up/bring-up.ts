import { join } from 'node:path';
import { readStackFacts } from '../../config/stack-facts.ts';
import { openJournal } from '../../journal/journal.ts';
import { undoAll } from '../../journal/undo-all.ts';
import { exitCode } from '../../model/exit-code.ts';
import type { PlaceAsked } from '../../model/settings.ts';
import { deployReferenceStack } from '../../stack/deploy-reference-stack.ts';
import { cacheFolder } from '../../system/cache-folder.ts';
import { packageFile } from '../../system/package-file.ts';
import { chooseOwnPlace } from '../cluster/choose-place.ts';
import { keptClusterName } from '../cluster/cluster-place.ts';
import { obtainPrograms } from '../cluster/obtain-programs.ts';
import type { CommandContext } from '../context.ts';
import { newRunId } from '../run-folder.ts';
import { onlyRun } from '../verify/only-run.ts';

/** Brings up cluster and stack and leaves them running. */
export async function bringUp(asked: PlaceAsked, context: CommandContext): Promise<number> {
  const { env, signal, progress } = context;
  const runId = newRunId(new Date());
  await using lock = await onlyRun(`up ${runId}`);
  void lock;
  await undoAll({ includeKept: false, progress, signal, env });
  const place = await chooseOwnPlace(asked, context);
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'));
  const programs = await obtainPrograms(place, context);
  // Not among the reports: whoever deletes those must not orphan a cluster that is kept.
  const journal = await openJournal(join(cacheFolder(env), 'journals', `${runId}.ndjson`), { runId, env });
  try {
    await using cluster = await place.start({ name: keptClusterName, journal });
    const stack = await deployReferenceStack({ cluster, facts, programs, signal, progress });
    await cluster.keep();
    context.print(
      [
        `Cluster   export KUBECONFIG=${cluster.kubeconfigPath}   (kubectl: ${programs.kubectl})`,
        `Gateway   ${stack.gateway.href}`,
        `Prometheus ${stack.prometheus.href}`,
        `API keys  kubectl -n inference-system get secret tenant-api-keys -o yaml`,
        `Next      tenantproof verify   ·   tenantproof down`,
        '',
      ].join('\n'),
    );
    return exitCode.held;
  } finally {
    await journal.close();
  }
}
