import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Story } from '../model/story.ts';

/** What a reader wants to know of a scenario, and the report does not carry. */
export type ScenarioText = Pick<Scenario, 'id' | 'question' | 'control' | 'weaknesses'>;

/** A run that was judged: everything that a report can be made of. */
export interface RunToTell {
  report: Report;
  plan: Plan;
  scenarios: readonly ScenarioText[];
  /** What the process exits with. */
  exitCode: number;
  /** What a reader should know before believing it, e.g. that the run was killed. */
  remarks: readonly string[];
  /** What happened in each arm that was begun. Absent if it could not be told; the verdicts stand without it. */
  stories?: readonly Story[] | undefined;
}

/** One way to write a run down. Each file of `formats/` exports one as `format`, and is found by its folder. */
export interface Format {
  /** Name of the file in the folder of a run, e.g. `junit.xml`. */
  file: string;
  /** What is in it, as shown to the user below the verdicts. */
  what: string;
  /** Pure. Everything that came from a server, a tenant or a config is untrusted: escape it. */
  render: (run: RunToTell) => string | Promise<string>;
}
