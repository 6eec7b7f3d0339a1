import { join } from 'node:path';
import { requireEmbeddedPrerequisites } from '../../cluster/embedded/prerequisites.ts';
import { startEmbeddedCluster } from '../../cluster/embedded/start-embedded-cluster.ts';
import { readStackFacts } from '../../config/stack-facts.ts';
import { openJournal } from '../../journal/journal.ts';
import { undoAll } from '../../journal/undo-all.ts';
import { exitCode } from '../../model/exit-code.ts';
import { deployReferenceStack } from '../../stack/deploy-reference-stack.ts';
import { cacheFolder } from '../../system/cache-folder.ts';
import { packageFile } from '../../system/package-file.ts';
import type { CommandContext } from '../context.ts';
import { keptClusterName } from '../obtain-cluster.ts';
import { obtainPrograms } from '../obtain-programs.ts';
import { newRunId } from '../run-folder.ts';
import { onlyRun } from '../verify/only-run.ts';

/** Brings up cluster and stack and leaves them running. */
export async function bringUp(context: CommandContext): Promise<number> {
  const { env, signal, progress } = context;
  const runId = newRunId(new Date());
  await using lock = await onlyRun(`up ${runId}`);
  void lock;
  await undoAll({ includeKept: false, progress, signal, env });
  await requireEmbeddedPrerequisites(signal, env);
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'));
  const programs = await obtainPrograms(context);
  // Not among the reports: whoever deletes those must not orphan a cluster that is kept.
  const journal = await openJournal(join(cacheFolder(env), 'journals', `${runId}.ndjson`), { runId, env });
  try {
    await using cluster = await startEmbeddedCluster({
      name: keptClusterName,
      programs,
      journal,
      signal,
      progress,
      env,
    });
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
