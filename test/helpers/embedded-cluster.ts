import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startEmbeddedCluster,
  type StartedCluster,
} from '../../src/cluster/embedded/start-embedded-cluster.ts';
import { embeddedPrograms, type EmbeddedPrograms } from '../../src/cluster/embedded/node-layout.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { silentProgress } from '../../src/model/progress.ts';
import { writeOciArchive } from '../../src/oci/oci-archive.ts';
import { sharedLibraries } from '../../src/oci/shared-libraries.ts';
import { findPrograms } from '../../src/toolchain/toolchain.ts';

/** A cache folder of the test's own, so that no sweep of it touches anyone else's. */
export interface TestCache extends AsyncDisposable {
  folder: string;
  env: NodeJS.ProcessEnv;
}

export async function testCache(): Promise<TestCache> {
  const folder = await mkdtemp(join(tmpdir(), 'cluster-test-'));
  return {
    folder,
    env: { ...process.env, XDG_CACHE_HOME: folder },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The programs come from where the toolchain finds them for a user. */
export const testPrograms = (): Promise<EmbeddedPrograms> =>
  findPrograms(embeddedPrograms, {
    env: process.env,
    signal: AbortSignal.timeout(1_200_000),
    progress: silentProgress,
  });

export const uniqueName = (): string => `test-${randomBytes(4).toString('hex')}`;

interface TestClusterOptions {
  name?: string;
  runId?: string;
  /** Used instead of the real ones. */
  programs?: Partial<EmbeddedPrograms>;
}

/** Starts a cluster with a journal of its own; disposing it closes the journal too. */
export async function startTestCluster(
  cache: TestCache,
  { name = uniqueName(), runId = name, programs = {} }: TestClusterOptions = {},
): Promise<StartedCluster> {
  const journal = await openJournal(join(cache.folder, `${runId}.ndjson`), { runId, env: cache.env });
  try {
    const cluster = await startEmbeddedCluster({
      name,
      programs: { ...(await testPrograms()), ...programs },
      journal,
      signal: AbortSignal.timeout(90_000),
      progress: silentProgress,
      env: cache.env,
    });
    return {
      ...cluster,
      [Symbol.asyncDispose]: async () => {
        await cluster[Symbol.asyncDispose]();
        await journal.close();
      },
    };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

export const nodeImage = 'docker.io/tenantproof/test-node:1';

/** An image with the running Node.js and nothing else. */
export async function writeNodeImage(archivePath: string): Promise<void> {
  const libraries = await sharedLibraries(process.execPath, AbortSignal.timeout(10_000));
  const files = [{ path: '/node', source: process.execPath, mode: 0o755 }, ...libraries];
  await writeOciArchive({ ref: nodeImage, files, entrypoint: ['/node'] }, archivePath);
}
