import { reportSchema, type Report } from '../model/report.ts';

/**
 * The text of `report.json`.
 * @throws ZodError if the report is not what its schema promises to readers, e.g. holds a number that JSON has no word for: a bug
 */
export const json = (report: Report): string => `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`;
