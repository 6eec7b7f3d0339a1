/** What the judge says at a look: play on, the answer is known, or no answer can come in the time that the plan allows. */
export type LookOutcome = 'go-on' | 'decided' | 'hopeless';
