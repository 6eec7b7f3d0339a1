import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layOutFiles } from '../../oci/lay-out-files.ts';
import { pauseImage } from '../../oci/pause-image.ts';
import { packageFile } from '../../system/package-file.ts';
import { loadGeneratorFiles, loadGeneratorScripts } from './load-generator-image.ts';
import { prometheusFiles } from './prometheus-image.ts';
import { bundleFiles, nodeFiles } from './reference-stack-image.ts';

/**
 * Writes the build context of `k8s-fixtures/images/Dockerfile`, and the file itself, into a folder that exists.
 * @param programs their paths
 */
export async function writeImageContext(
  folder: string,
  { prometheus, k6 }: Record<'prometheus' | 'k6', string>,
  signal: AbortSignal,
): Promise<void> {
  await layOutFiles(await nodeFiles(signal), join(folder, 'node'));
  await layOutFiles(await bundleFiles(), join(folder, 'app'));
  await layOutFiles(await prometheusFiles(prometheus, signal), join(folder, 'prometheus'));
  await layOutFiles(
    await loadGeneratorFiles(k6, await loadGeneratorScripts(), signal),
    join(folder, 'load-generator'),
  );
  await layOutFiles(pauseImage(process.arch).files, join(folder, 'pause'));
  await copyFile(packageFile('k8s-fixtures/images/Dockerfile'), join(folder, 'Dockerfile'));
}
