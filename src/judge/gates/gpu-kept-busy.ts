import { factsOf } from '../facts.ts';
import { gpuReportOf } from '../gpu-report.ts';
import { attackWindows } from '../windows.ts';
import { count } from '../words.ts';
import type { Gate } from './gate.ts';
import { gated, type GatedCheck } from './gated.ts';

/**
 * In every attack window the GPU was seen to be kept busy, in all its parts.
 * @param step looks at the end of the program that does it
 */
const gpuKeptBusy = (step: string, parts: number): Gate => ({
  id: 'gpu-kept-busy',
  examine(_plan, record) {
    const windows = attackWindows(record);
    const worked = factsOf(record, 'objects-seen').filter((look) => {
      const seen = gpuReportOf({ observations: [look] }, step);
      return seen.parts === parts && (seen.fewestOperations ?? 0) > 0;
    });
    const busy = windows.filter(({ fromMs, toMs }) =>
      worked.some(({ atMs }) => atMs >= fromMs && atMs <= toMs),
    );
    const words = `${busy.length} of ${count(windows.length, 'attack window')}`;
    return windows.length > 0 && busy.length === windows.length
      ? { ok: true, seen: `The GPU was kept busy in ${words}` }
      : { ok: false, cause: `the GPU was seen to be kept busy in ${words}` };
  },
});

/** A check of an attack on the GPU's time, which holds only if the GPU was busy. */
export const whileGpuBusy = (
  check: GatedCheck,
  { step, parts }: { step: string; parts: number },
): GatedCheck => gated(check, { ...check.gates, held: [...check.gates.held, gpuKeptBusy(step, parts)] });
