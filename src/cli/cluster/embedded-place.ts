import { attachEmbeddedCluster } from '../../cluster/embedded/attach-embedded-cluster.ts';
import { lackOfNetworkPolicy } from '../../cluster/embedded/network-policy-support.ts';
import {
  embeddedPrograms,
  policyProgram,
  type EmbeddedPrograms,
} from '../../cluster/embedded/node-layout.ts';
import { checkEmbeddedPrerequisites } from '../../cluster/embedded/prerequisites.ts';
import { startEmbeddedCluster } from '../../cluster/embedded/start-embedded-cluster.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { findPrograms } from '../../toolchain/toolchain.ts';
import { keptClusterName, type OwnPlace, type PlaceContext } from './cluster-place.ts';

/** A real node in namespaces of its own: Linux and root. */
export const embeddedPlace = (context: PlaceContext): OwnPlace => ({
  kind: 'embedded',
  programs: embeddedPrograms,
  problems: () => checkEmbeddedPrerequisites(context.signal, context.env),
  attach: () => attachEmbeddedCluster({ ...context, name: keptClusterName }),
  start: async (order) => {
    const programs = await findPrograms(embeddedPrograms, context);
    const optional = await policyProgramIfUseful(context);
    return startEmbeddedCluster({ ...context, ...order, programs: { ...programs, ...optional } });
  },
});

/** What enforces NetworkPolicies, where the machine can; those who need it say so where it cannot. */
export async function policyProgramIfUseful(
  context: PlaceContext,
): Promise<Partial<Pick<EmbeddedPrograms, typeof policyProgram>>> {
  if ((await lackOfNetworkPolicy(context.signal)) !== undefined) return {};
  try {
    return await findPrograms([policyProgram], context);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    context.progress.note(`NetworkPolicies will not be enforced: ${error.message}`);
    return {};
  }
}
