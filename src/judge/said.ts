import type { ArmRecord } from '../model/observation.ts';
import { lookOf } from './steps.ts';

/** What the only pod of a look said in the end, as JSON; undefined if it said nothing, or nothing that can be read. */
export function said(record: ArmRecord, step: string): unknown {
  const [pod] = lookOf(record, step)?.objects ?? [];
  try {
    return JSON.parse(pod?.noted['said'] ?? '');
  } catch {
    return undefined;
  }
}
