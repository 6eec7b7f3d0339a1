import type { RunFacts } from '../model/report.ts';

type Place = Pick<RunFacts, 'cluster' | 'endpoint'>;

/** What a run was played on: `kind cluster, Kubernetes v1.37.2` or `endpoint https://llm.example.com`. */
export const placeWords = ({ cluster, endpoint = '' }: Place): string =>
  cluster ? `${cluster.kind} cluster, Kubernetes ${cluster.kubernetesVersion}` : `endpoint ${endpoint}`;

/** In one word: the kind of cluster, or `endpoint`. */
export const placeKind = ({ cluster }: Place): string => cluster?.kind ?? 'endpoint';
