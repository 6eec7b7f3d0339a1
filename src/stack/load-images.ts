import type { Lacks } from '../model/capability.ts';
import { EnvironmentError } from '../model/errors.ts';
import type { DeployOptions } from './deploy-reference-stack.ts';
import { cudaProbeImage } from './images/cuda-probe-image.ts';
import { pauseArchive } from './images/pause-archive.ts';
import { prometheusImage } from './images/prometheus-image.ts';
import { referenceStackImage } from './images/reference-stack-image.ts';

/** Gives the nodes the images of the stack, and on real GPUs the probe's. Returns what cannot be shown without that. */
export async function loadImages(options: DeployOptions): Promise<Lacks> {
  const { cluster, programs, signal } = options;
  const archives = [
    pauseArchive(),
    referenceStackImage(signal),
    prometheusImage(programs.prometheus, signal),
  ];
  const [lacks] = await Promise.all([
    cluster.capabilities.has('gpu-hardware') ? loadProbe(options) : {},
    ...archives.map(async (archive) => cluster.loadImage(await archive, signal)),
  ]);
  return lacks;
}

/** Without the probe nothing can be shown of a GPU, and everything else can. */
async function loadProbe({ cluster, signal, progress }: DeployOptions): Promise<Lacks> {
  try {
    await cluster.loadImage(await cudaProbeImage(signal), signal);
    return {};
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EnvironmentError)) throw error;
    const why = [error.message.replaceAll(/\s+/g, ' '), error.hint].filter(Boolean).join('. ');
    progress.note(`Real GPUs will not be put to the test. ${why}`);
    return { 'gpu-hardware': why };
  }
}
