import { resolvePlace, type PlaceFlags } from '../../config/settings.ts';
import { readSettings } from '../read-settings.ts';
import { clusterOptions } from './cluster-options.ts';
import type { AddCommand } from './command.ts';

export const addUp: AddCommand = (program, run) => {
  clusterOptions(program.command('up'))
    .summary("bring up cluster and stack and leave them running, to explore; 'verify' then uses them")
    .option('-c, --config <file>', 'settings (default: tenantproof.yaml, if there is one)')
    .action((flags: PlaceFlags & { config?: string }) =>
      run(async (context) => {
        const { config } = await readSettings(flags.config, context.progress);
        const asked = resolvePlace(flags, context.env, config);
        const { bringUp } = await import('../up/bring-up.ts');
        return await bringUp(asked, context);
      }),
    );
};
