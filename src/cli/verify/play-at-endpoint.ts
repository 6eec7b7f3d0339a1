import { knock } from '../../experiment/knock.ts';
import { hostLoad } from '../../experiment/load/host-load.ts';
import { budgetedLoad } from '../../experiment/spending/budgeted-load.ts';
import { openLedger } from '../../experiment/spending/ledger.ts';
import { pace } from '../../experiment/spending/pace.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { TargetPlan } from '../../model/plan.ts';
import { attachEndpoint } from '../../stack/endpoint/attach-endpoint.ts';
import { findPrograms } from '../../toolchain/toolchain.ts';
import type { RunContext } from '../context.ts';
import { writeJson } from '../run-folder.ts';
import { openEngineMetrics } from './open-engine-metrics.ts';
import { openTried } from './open-tried.ts';
import { playArms } from './play-arms.ts';
import type { PlaceFacts, PlayedThere, RunHere } from './played-there.ts';
import type { PreparedRun } from './prepare-plan.ts';

type Outside = PreparedRun & Required<Pick<PreparedRun, 'target'>>;

/** Plays against a platform that is not ours, within its budget: k6 is all that is brought up. */
export async function playAtEndpoint(
  prepared: Outside,
  { place, run }: RunHere,
  context: RunContext,
): Promise<PlayedThere> {
  const { env, signal, progress } = context;
  const { target, plan } = prepared;
  const { endpoint, tenants, keys } = target;
  const facts: PlaceFacts = { endpoint, missing: {} };
  await writeJson(place.folder, 'run.json', { ...run, ...facts });
  const cluster = plan.target && (await openTried(plan.target, target.cluster, context));
  const { k6 } = await findPrograms(['k6'], context);
  const engineMetrics = await openEngineMetrics(target, context);
  const ledger = openLedger(target, { run: run.id, env, fresh: target.newBudget });
  if (plan.target) progress.note(mostWords(plan.target), 'aside');
  const stack = attachEndpoint({
    endpoint,
    keys,
    spend: (spending) => ledger.take(spending),
    turn: pace(target.budget.rateRps),
    engineMetrics,
    ...(cluster ? { cluster } : {}),
  });
  await knock(stack, tenants, signal);
  const { owner, privateFolder, folder } = place;
  const played = await playArms(
    plan,
    {
      prepared,
      folder,
      stack,
      startLoad: budgetedLoad(hostLoad(stack, { k6, owner, privateFolder }), ledger),
      bill: async () => {
        throw new EnvironmentError('An endpoint alone sends no bill', { code: 'not-for-an-endpoint' });
      },
    },
    context,
  );
  if (played.cutShort === undefined) ledger.close();
  const { requests, tokens } = ledger.spent();
  progress.note(`At most ${requests} requests and ${tokens} tokens were sent to ${endpoint}`, 'aside');
  return { facts, ...played };
}

const mostWords = ({ endpoint, most, budget }: TargetPlan): string =>
  `${endpoint} gets at most ${most.requests} requests and ${most.tokens} tokens, of a budget of ${budget.requests} and ${budget.tokens}; ${budget.rateRps} requests/s at most`;
