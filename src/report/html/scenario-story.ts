import type { Status, Verdict } from '../../model/report.ts';
import type { Story } from '../../model/story.ts';
import type { RunToTell, ScenarioText } from '../format.ts';
import { notExercised, unexercisedControls, type UnexercisedControl } from '../not-exercised.ts';
import { removedControls, type RemovedControl } from '../removed-controls.ts';

/** One control that was removed, what became of it, and what was seen meanwhile. */
export interface ControlStory extends RemovedControl {
  story?: Story;
}

/** All there is to tell of one scenario. */
export interface ScenarioStory {
  id: string;
  text: ScenarioText | undefined;
  /** The worst of its verdicts; a control that was not caught makes it inconclusive. */
  status: Status;
  verdicts: readonly Verdict[];
  controls: readonly ControlStory[];
  /** Present if no control was removed, since the platform is not ours. */
  unexercised?: UnexercisedControl;
  /** Of the arm with the control in place. */
  story?: Story;
}

/** What is said beside the status of the scenario. */
export const besideStatus = ({ status, unexercised }: ScenarioStory): string | undefined =>
  unexercised && status === 'held' ? notExercised : undefined;

const worstFirst: readonly Status[] = ['breached', 'inconclusive', 'held', 'not-verified'];

/** Every scenario of a run, those that need somebody first. */
export const scenarioStories = (run: RunToTell): ScenarioStory[] =>
  [...Map.groupBy(run.report.verdicts, ({ scenario }) => scenario)]
    .map(([id, verdicts]) => scenarioStory(id, verdicts, run))
    .sort((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status));

function scenarioStory(id: string, all: readonly Verdict[], run: RunToTell): ScenarioStory {
  const text = run.scenarios.find((scenario) => scenario.id === id);
  const stories = (run.stories ?? []).filter(({ scenario }) => scenario === id);
  const verdicts = all.filter(({ arm }) => arm === 'protected');
  const tried = all.filter(({ status }) => status !== 'not-verified');
  const controls = removedControls(tried, run.scenarios).map((control): ControlStory => {
    const story = stories.find(({ weakness }) => weakness === control.weakness);
    return { ...control, ...(story ? { story } : {}) };
  });
  const story = stories.find(({ weakness }) => weakness === undefined);
  const unexercised = unexercisedControls(run.report).find(({ scenario }) => scenario === id);
  const status = worstOf(verdicts, controls);
  return {
    id,
    text,
    status,
    verdicts,
    controls,
    ...(unexercised ? { unexercised } : {}),
    ...(story ? { story } : {}),
  };
}

function worstOf(verdicts: readonly Verdict[], controls: readonly ControlStory[]): Status {
  const found = new Set(verdicts.map(({ status }) => status));
  if (found.has('breached')) return 'breached';
  if (found.has('inconclusive') || controls.some(({ fate }) => fate !== 'caught')) return 'inconclusive';
  return found.has('held') ? 'held' : 'not-verified';
}

/** A name for an address within the page: letters, digits and hyphens. */
export const anchorOf = (id: string): string => `scenario-${id.replaceAll(/[^a-zA-Z0-9-]+/g, '-')}`;
