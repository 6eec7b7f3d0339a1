import {
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  ListWatch,
  Watch,
} from '@kubernetes/client-node';

export interface ObjectWatch<T extends KubernetesObject> {
  kubeConfig: KubeConfig;
  /** API path of the list, e.g. `/api/v1/namespaces/x/configmaps`. */
  path: string;
  list: () => Promise<KubernetesListObject<T>>;
  labelSelector?: string;
  fieldSelector?: string;
  /** All objects that match, at the start and after every change. */
  onObjects: (objects: readonly T[]) => void;
  /** `undefined` once it is well again. */
  onTrouble: (trouble: string | undefined) => void;
}

const restartAfterMs = 1000;

/** Lists and watches until aborted. The library's informer stops at the first error, so it is started again. */
export async function watchObjects<T extends KubernetesObject>(
  options: ObjectWatch<T>,
  signal: AbortSignal,
): Promise<void> {
  const { kubeConfig, path, list, labelSelector, fieldSelector, onObjects, onTrouble } = options;
  const informer = new ListWatch<T>(path, new Watch(kubeConfig), list, false, labelSelector, fieldSelector);
  const restart = async (): Promise<void> => {
    // What goes wrong here is reported as the informer's `error`.
    if (!signal.aborted) await informer.start().catch(() => {});
  };
  const report = (): void => onObjects(informer.list());
  informer.on('change', report);
  informer.on('delete', report);
  informer.on('connect', () => onTrouble(undefined));
  informer.on('error', (error: unknown) => {
    onTrouble(`watching ${path}: ${error instanceof Error ? error.message : String(error)}`);
    if (!signal.aborted) setTimeout(() => void restart(), restartAfterMs).unref();
  });
  signal.addEventListener('abort', () => void informer.stop().catch(() => {}), { once: true });
  await informer.start();
}
