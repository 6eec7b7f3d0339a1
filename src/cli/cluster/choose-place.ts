import type { Problem } from '../../cluster/cluster.ts';
import { EnvironmentError, UsageError } from '../../model/errors.ts';
import type { PlaceAsked } from '../../model/settings.ts';
import { keptKind } from './attach-kept.ts';
import type { ClusterPlace, OwnPlace, PlaceContext } from './cluster-place.ts';
import { embeddedPlace } from './embedded-place.ts';
import { existingPlace } from './existing-place.ts';
import { kindPlace } from './kind-place.ts';

/**
 * Where the run takes place: as asked, or with `auto` the kind of cluster that `up` left, then kind where a container
 * engine answers and has or can pull the node image, then embedded. An existing cluster is never taken unasked.
 * @throws EnvironmentError with what keeps it from working; `no-cluster` with what keeps each, if any would do
 * @throws UsageError `gpus-of-kind-only`
 */
export async function choosePlace(asked: PlaceAsked, context: PlaceContext): Promise<ClusterPlace> {
  if (asked.cluster !== 'existing') return chooseOwnPlace(asked, context);
  refuseRealGpus(asked);
  return existingPlace(asked, context);
}

/** What was asked of real GPUs is never answered on simulated ones. */
function refuseRealGpus({ cluster, gpus }: Pick<PlaceAsked, 'cluster' | 'gpus'>): void {
  if (gpus !== 'real') return;
  throw new UsageError(
    `--gpus real is for --cluster kind: no ${cluster} cluster is given the GPUs of this machine`,
    {
      code: 'gpus-of-kind-only',
      hint: 'Use --cluster kind, or leave --gpus real out: then they are simulated, and every verdict says so.',
    },
  );
}

/**
 * The same of clusters that we make ourselves. With real GPUs `auto` is kind.
 * @throws UsageError `not-our-cluster` if an existing one was asked for; `gpus-of-kind-only`
 */
export async function chooseOwnPlace(asked: PlaceAsked, context: PlaceContext): Promise<OwnPlace> {
  const { cluster } = asked;
  const places = { kind: kindPlace(asked, context), embedded: embeddedPlace(context) };
  if (cluster === 'existing') {
    throw new UsageError('Nothing is left running on an existing cluster', {
      code: 'not-our-cluster',
      hint: 'Use verify there, or choose another --cluster.',
    });
  }
  if (cluster === 'embedded') refuseRealGpus(asked);
  if (cluster === 'auto' && asked.gpus === 'real') return required(places.kind);
  if (cluster !== 'auto') return required(places[cluster]);
  const kept = keptKind(context.env);
  return firstPossible(kept === undefined ? [places.kind, places.embedded] : [places[kept]]);
}

async function required(place: OwnPlace): Promise<OwnPlace> {
  const problems = await place.problems();
  const [first] = problems;
  if (!first) return place;
  throw new EnvironmentError(problems.map(({ message }) => message).join('\n'), {
    code: first.code,
    hint: [...new Set(problems.map(({ hint }) => hint))].join(' '),
  });
}

async function firstPossible(places: readonly OwnPlace[]): Promise<OwnPlace> {
  const tried: string[] = [];
  for (const place of places) {
    const problems = await place.problems();
    if (problems.length === 0) return place;
    tried.push(...describe(place.kind, problems));
  }
  tried.push(...describe('existing', [{ message: 'not tried: none is attacked unasked' }]));
  throw new EnvironmentError(['No cluster can be had here. Tried:', ...tried].join('\n'), {
    code: 'no-cluster',
    hint:
      'The shortest way: start Docker or Podman; or, on Linux, run it as root (sudo), which needs neither; ' +
      'or name a cluster that may be attacked: --cluster existing --kubeconfig FILE.',
  });
}

const describe = (kind: string, problems: readonly Pick<Problem, 'message'>[]): string[] =>
  problems.map(({ message }, index) => `  ${(index === 0 ? kind : '').padEnd(9)} ${message}`);
