import { pauseImage, pauseRef } from '../../oci/pause-image.ts';
import { cachedImage } from './cached-image.ts';

/** Archive of the image of pods that are to do nothing. */
export const pauseArchive = (): Promise<string> =>
  cachedImage('pause', [pauseRef, process.arch], () => Promise.resolve(pauseImage(process.arch)));
