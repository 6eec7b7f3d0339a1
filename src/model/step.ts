import type { TrialPrices } from './bill.ts';
import type { LoadRole } from './observation.ts';
import type { SharedResource } from './share.ts';
import type { TenantPromise } from './stack-facts.ts';

/** One thing that is done in a single shot, as data. `experiment/steps/` has one file for each kind. */
export type Step =
  | CompletionsStep
  | ObjectsStep
  | TryPodStep
  | LookStep
  | ReadingStep
  | RestartStep
  | PoliciesInForceStep
  | BillStep
  | PauseStep
  | TogetherStep;

interface Common {
  /** Unique in the scenario, kebab-case; observations name it. */
  id: string;
  /** Part of the attack: it must be seen to be delivered in full. */
  hostile?: true;
  /** Milliseconds that it waits before it begins. */
  startAfterMs?: number;
}

/** Requests for completions, by plain HTTP, with the tenant's own API key unless it says otherwise. */
export interface CompletionsStep extends Common {
  kind: 'completions';
  as: LoadRole;
  count: number;
  /** Most that are open at the same time; as many as `count` go out together. */
  atOnce: number;
  request: CompletionTerms;
  /** The client hangs up when so many tokens of a streamed answer have come, or after so long. */
  hangUp?: { afterTokens: number } | { afterMs: number };
  /** The client sends its body byte by byte, and waits so long after each. */
  sendDelayMs?: number;
  /** The client takes this long to read each piece of the answer. */
  readDelayMs?: number;
  /** Waits until the tenant's own headers say that so much is left, for at most `settleSeconds` of the design. */
  startAt?: { tokens?: number; requests?: number };
}

/** What is asked for. Every prompt token is a word of four bytes, one token of the simulated tokenizer. */
export interface CompletionTerms {
  /** Default: `/v1/chat/completions`. */
  path?: '/v1/chat/completions' | '/v1/completions';
  /** Default: the tenant's own first model. */
  model?: string;
  /** Every request of the step asks for a model of its own, whose name begins with `model`. */
  distinctModel?: true;
  promptTokens: number;
  maxTokens: number;
  stream?: boolean;
  /** First words of the prompt; they count among `promptTokens`. */
  promptStart?: string;
  /** Parts of the message that say nothing: they cost no token, and whoever reads the body some time. Chat only. */
  emptyParts?: number;
  /** The prompt is the same in all steps of the arm that have this, and in no other arm of any run. */
  ofThisArm?: true;
  /** Every request of the step has a prompt of its own. */
  distinct?: true;
  /** Further fields of the body. */
  fields?: Readonly<Record<string, unknown>>;
  /** Sent as it is, instead of all the above but `path`. */
  body?: string;
  headers?: Readonly<Record<string, string>>;
  /** `forged`: one that nobody has; `none`: no key at all. */
  apiKey?: 'own' | 'forged' | 'none';
}

/** Where a value lies in an object, e.g. `['spec', 'containers', '0', 'image']`. */
export type ValuePath = readonly string[];

/** A Kubernetes object as a manifest has it; without a namespace it goes to the tenant's own. */
export interface KubeManifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Readonly<Record<string, string>> };
  [field: string]: unknown;
}

/**
 * Calls of the Kubernetes API. What was created is removed at the end of the arm. In a text of an object, `{{step.name}}`
 * stands for what the first object that the `look` of that id saw has as `name`.
 */
export interface ObjectsStep extends Common {
  kind: 'objects';
  /** `platform`: as the administrator. */
  as: LoadRole | 'platform';
  verb: 'create' | 'read' | 'list' | 'delete';
  atOnce: number;
  objects: readonly KubeManifest[];
  /** Values of each answer that are recorded, by name. */
  note?: Readonly<Record<string, ValuePath>>;
}

/**
 * The API server is asked what it would say to a pod of the tenant: what decides about pods runs in full, and nothing is made
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run). The pod asks for all that is left of the promise,
 * or for more. Two such pods do not add up, since neither is made.
 */
export interface TryPodStep extends Common {
  kind: 'try-pod';
  /** Whose pod it would be. */
  tenant: Pick<TenantPromise, 'name' | 'namespace'>;
  resource: SharedResource;
  /** What the tenant was promised: GPUs, bytes of memory limits. */
  promised: number;
  /** How much more than what is left of the promise; 0: no more. */
  beyond: number;
}

/** The administrator looks at objects of one kind. */
export interface LookStep extends Common {
  kind: 'look';
  of: { apiVersion: string; kind: string; namespace?: string; labelSelector?: string };
  /** Values that are recorded of each, by name. */
  note: Readonly<Record<string, ValuePath>>;
  /** Looks again until there are as many, and each one's note is one of the values; in vain is recorded as well. */
  until?: {
    count?: number;
    atLeast?: number;
    note?: string;
    oneOf?: readonly string[];
    withinSeconds: number;
  };
}

/** Prometheus is asked, after a fresh scrape. */
export interface ReadingStep extends Common {
  kind: 'reading';
  /** Whose fresh scrape is awaited. */
  app: 'gateway' | 'engine' | 'both';
  /** PromQL by name. */
  queries: Readonly<Record<string, string>>;
  /** Label whose values key the answers; without one an answer is keyed by ''. */
  by?: string;
  /** Asks again until this query's values are all at most so much; in vain is recorded as well. */
  until?: { query: string; atMost: number; withinSeconds: number };
}

/** The pods of a part of the platform are deleted; over when others serve in their place. */
export interface RestartStep extends Common {
  kind: 'restart';
  app: 'gateway';
}

/** Over when the network enforces the NetworkPolicies that are stored, also for pods that have just started. */
export interface PoliciesInForceStep extends Common {
  kind: 'policies-in-force';
}

/** Both tenants are billed for what they used between the end of a step and now, after a fresh scrape. */
export interface BillStep extends Common {
  kind: 'bill';
  /** Id of the step at whose end the billed period begins. */
  since: string;
  /** Instead of the prices in force, so that a tier can end wherever a question needs it. */
  prices?: TrialPrices;
}

/** Nothing is done for a while, or until the wall clock shows this second of a minute. */
export type PauseStep = Common & { kind: 'pause' } & PauseLength;

export type PauseLength = { seconds: number } | { untilSecondOfMinute: number };

/** Steps that begin together; over when the last is. */
export interface TogetherStep extends Common {
  kind: 'together';
  steps: readonly Step[];
}
