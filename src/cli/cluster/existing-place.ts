import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { enterExistingCluster } from '../../cluster/existing/enter-existing-cluster.ts';
import type { PlaceAsked } from '../../model/settings.ts';
import type { ClusterPlace, PlaceContext } from './cluster-place.ts';

/** A cluster that others use too. It is never kept, and never taken by itself: only if it is asked for. */
export const existingPlace = (
  { kubeconfig, kubeContext, allow }: PlaceAsked,
  context: PlaceContext,
): ClusterPlace => ({
  kind: 'existing',
  programs: [],
  problems: () => Promise.resolve([]),
  attach: () => Promise.resolve(undefined),
  start: ({ name, journal }) =>
    enterExistingCluster({
      ...context,
      kubeconfig: resolve(kubeconfig ?? defaultKubeconfig(context.env)),
      ...(kubeContext === undefined ? {} : { context: kubeContext }),
      allow,
      runId: name,
      journal,
    }),
});

/** As kubectl finds it, but for several files in `KUBECONFIG`, of which the first is taken. */
export const defaultKubeconfig = (env: NodeJS.ProcessEnv): string =>
  env['KUBECONFIG']?.split(delimiter)[0] || join(homedir(), '.kube', 'config');
