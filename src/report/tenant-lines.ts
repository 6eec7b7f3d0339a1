import type { Verdict } from '../model/report.ts';
import { figures } from './figures.ts';
import { statusMarks } from './status-mark.ts';

/** Most tenants that are listed; report.json has all. */
const mostListed = 5;

/** The worst of many tenants, one line each; none of those that held, or of whom the verdict says it all. */
export function tenantLines({ tenants = [], unit, limit, reason: ofAll }: Verdict): string[] {
  const suffering = tenants.filter(({ status, reason }) => status !== 'held' && !reason.startsWith(ofAll));
  const listed = suffering.slice(0, mostListed);
  const more = suffering.length - listed.length;
  return [
    ...listed.map(({ tenant, status, measured, reason, ...rest }) => {
      const figure = figures({ measured, unit, limit, ...rest });
      return `${tenant} ${statusMarks[status].word}${figure === '' ? '' : ` (${figure})`}: ${reason}`;
    }),
    ...(more > 0 ? [`and ${more} more; report.json has every tenant`] : []),
  ];
}
