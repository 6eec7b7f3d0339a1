import { storiesOf, type RunToTellOf } from '../../judge/story/story-of.ts';
import type { Story } from '../../model/story.ts';

export interface ToldStories {
  stories?: readonly Story[];
  /** Why there are none. */
  untold: readonly string[];
}

/** What happened in each arm, for charts. Whatever goes wrong with them must not cost the verdicts. */
export function tellStories(judged: RunToTellOf): ToldStories {
  try {
    return { stories: storiesOf(judged), untold: [] };
  } catch (error) {
    return { untold: [`The reports have no charts: ${(error as Error).message}`] };
  }
}
