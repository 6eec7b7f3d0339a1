// What a scenario of one's own can be made of. The checks are those of the scenarios that ship, by name of their file.
export { admittedTokensWithinBudget } from '../judge/checks/admitted-tokens-within-budget.ts';
export { admittedWithinRate } from '../judge/checks/admitted-within-rate.ts';
export { answersAsExpected } from '../judge/checks/answers-as-expected.ts';
export { billedExactly } from '../judge/checks/billed-exactly.ts';
export { burstRefusalsExplained } from '../judge/checks/burst-refusals-explained.ts';
export { cappedAtOnce } from '../judge/checks/capped-at-once.ts';
export { chargedByWeight } from '../judge/checks/charged-by-weight.ts';
export { chargedForOwnRequests } from '../judge/checks/charged-for-own-requests.ts';
export { chargedToOwner } from '../judge/checks/charged-to-owner.ts';
export { closedToOthers } from '../judge/checks/closed-to-others.ts';
export { cpuWithinLimit } from '../judge/checks/cpu-within-limit.ts';
export { endedInTime } from '../judge/checks/ended-in-time.ts';
export { errorShare } from '../judge/checks/error-share.ts';
export { evictedAtDiskLimit } from '../judge/checks/evicted-at-disk-limit.ts';
export { exactlyTheQuota } from '../judge/checks/exactly-the-quota.ts';
export { gpuMemoryWithinShare } from '../judge/checks/gpu-memory-within-share.ts';
export { gpuQuotaExact } from '../judge/checks/gpu-quota-exact.ts';
export { gpuSecondsAddUp } from '../judge/checks/gpu-seconds-add-up.ts';
export { guessTellsNothing } from '../judge/checks/guess-tells-nothing.ts';
export { idleTenantUncharged } from '../judge/checks/idle-tenant-uncharged.ts';
export { killedAtLimit } from '../judge/checks/killed-at-limit.ts';
export { latencyPercentile } from '../judge/checks/latency-percentile.ts';
export { latencyRatio } from '../judge/checks/latency-ratio.ts';
export { liveWithinQuota } from '../judge/checks/live-within-quota.ts';
export { memoryWithinPartition } from '../judge/checks/memory-within-partition.ts';
export { neighbourGetsItsShare } from '../judge/checks/neighbour-gets-its-share.ts';
export { neighbourSurvivesFault } from '../judge/checks/neighbour-survives-fault.ts';
export { noUnaskedGpus } from '../judge/checks/no-unasked-gpus.ts';
export { nobodyPreempted } from '../judge/checks/nobody-preempted.ts';
export { noneBeforeQuota } from '../judge/checks/none-before-quota.ts';
export { openWithinCap } from '../judge/checks/open-within-cap.ts';
export { overShareRefused } from '../judge/checks/over-share-refused.ts';
export { overflowRefused } from '../judge/checks/overflow-refused.ts';
export { prefixHitsStayOwn } from '../judge/checks/prefix-hits-stay-own.ts';
export { readingAtMost } from '../judge/checks/reading-at-most.ts';
export { refusalsCheap } from '../judge/checks/refusals-cheap.ts';
export { refusalsCostNothing } from '../judge/checks/refusals-cost-nothing.ts';
export { refusalsExplained } from '../judge/checks/refusals-explained.ts';
export { repeatReachesEngine } from '../judge/checks/repeat-reaches-engine.ts';
export { requestsMetered } from '../judge/checks/requests-metered.ts';
export { seesNoGpu } from '../judge/checks/sees-no-gpu.ts';
export { seriesBounded } from '../judge/checks/series-bounded.ts';
export { servedRate } from '../judge/checks/served-rate.ts';
export { stepsWithinRate } from '../judge/checks/steps-within-rate.ts';
export { streamsChargedAsEmitted } from '../judge/checks/streams-charged-as-emitted.ts';
export { threadsBounded } from '../judge/checks/threads-bounded.ts';
export { tokensMetered } from '../judge/checks/tokens-metered.ts';
export { tokensWithinLevel } from '../judge/checks/tokens-within-level.ts';
export { victimErrors } from '../judge/checks/victim-errors.ts';
export { victimMemoryUntouched } from '../judge/checks/victim-memory-untouched.ts';
export { victimModelStaysLoaded } from '../judge/checks/victim-model-stays-loaded.ts';
export { victimNeverRestarts } from '../judge/checks/victim-never-restarts.ts';
export { victimP99Ratio } from '../judge/checks/victim-p99-ratio.ts';
export { victimSeenAlike } from '../judge/checks/victim-seen-alike.ts';
export { victimTokenShare } from '../judge/checks/victim-token-share.ts';
export { weightedShare } from '../judge/checks/weighted-share.ts';
export { withinShareAdmitted } from '../judge/checks/within-share-admitted.ts';

// For a check of your own: a pure function of what was recorded, and the gates that must pass before it is believed.
export { gated } from '../judge/gates/gated.ts';
export { armFinished } from '../judge/gates/arm-finished.ts';
export { attackDelivered } from '../judge/gates/attack-delivered.ts';
export { attackMade } from '../judge/gates/attack-made.ts';
export { noFaults } from '../judge/gates/no-faults.ts';
export { stepGates } from '../judge/gates/step-gates.ts';
export { victimGates } from '../judge/gates/victim-gates.ts';
export { factsOf } from '../judge/facts.ts';

// For the steps of an attack.
export { idlePod } from '../model/idle-pod.ts';
export { scriptEnd, scriptPod } from '../model/script-pod.ts';

export type { BareCheck, GatedCheck, GatesOfCheck } from '../judge/gates/gated.ts';
export type { Gate, GateResult } from '../judge/gates/gate.ts';
export type { Capability } from '../model/capability.ts';
export type { Check, Finding } from '../model/check.ts';
export type { ArmRecord, LoadRole, Observation } from '../model/observation.ts';
export type { ArmPlan } from '../model/plan.ts';
export type { Profile } from '../model/profile.ts';
export type {
  Attack,
  Cast,
  Cure,
  Design,
  Scenario,
  ScenarioCheck,
  StepsAttack,
  Weakness,
} from '../model/scenario.ts';
export type { StackFacts, TenantPromise } from '../model/stack-facts.ts';
export type { KubeManifest, Step } from '../model/step.ts';
