import { lackOfNetworkPolicy } from '../cluster/embedded/network-policy-support.ts';
import { embeddedPrograms, policyProgram, type EmbeddedPrograms } from '../cluster/embedded/node-layout.ts';
import { EnvironmentError } from '../model/errors.ts';
import { findPrograms, type FindOptions } from '../toolchain/toolchain.ts';

/** Every program that a run cannot do without. */
const programsOfRun = [...embeddedPrograms, 'kubectl', 'prometheus', 'k6'] as const;
export type RunPrograms = Record<(typeof programsOfRun)[number], string> & EmbeddedPrograms;

/** The programs of a run; with what enforces NetworkPolicies where the machine can. */
export async function obtainPrograms(options: FindOptions): Promise<RunPrograms> {
  const programs = await findPrograms(programsOfRun, options);
  return { ...programs, ...(await policyProgramIfUseful(options)) };
}

async function policyProgramIfUseful(
  options: FindOptions,
): Promise<Partial<Pick<EmbeddedPrograms, typeof policyProgram>>> {
  if ((await lackOfNetworkPolicy(options.signal)) !== undefined) return {};
  try {
    return await findPrograms([policyProgram], options);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    options.progress.note(`NetworkPolicies will not be enforced: ${error.message}`);
    return {};
  }
}
