import { describe, expect, it } from 'vitest';
import { controlsSchema } from '../../../../src/reference-stack/gateway/controls.ts';
import {
  createDispatcher,
  type Dispatcher,
  type Job,
} from '../../../../src/reference-stack/gateway/dispatcher.ts';
import type { GatewayConfig } from '../../../../src/reference-stack/gateway/gateway-config.ts';

const tenant = (tenant_id: string, max_batch_size: number): GatewayConfig['tenants'][number] => ({
  tenant_id,
  model_name: 'm',
  max_batch_size,
  memory_limit_gb: 1,
  rate_limit_rpm: 1,
  burst_requests: 1,
  rate_limit_tpm: 1,
  max_concurrency: 1,
  weight: 1,
});
const config: GatewayConfig = {
  ...controlsSchema.parse({}),
  queue_bound: 3,
  engine_slots: 2,
  max_body_bytes: 1,
  groups: [],
  tenants: [tenant('a', 2), tenant('b', 1)],
};

/** Jobs that note where they ran, and end when told to. */
function stage(overrides: Partial<GatewayConfig> = {}, engines = ['http://e1:9000']) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const dispatcher: Dispatcher = createDispatcher();
  dispatcher.configure({ ...config, ...overrides });
  dispatcher.setEngines(engines);
  const submit = (name: string): Job => {
    const job: Job = {
      tenantId: name[0] ?? '',
      costTokens: 1,
      weight: 1,
      start: (engine, finished) => {
        started.push(`${name}@${engine.host}`);
        ends.set(name, () => finished(1));
      },
    };
    dispatcher.submit(job);
    return job;
  };
  return { dispatcher, started, submit, end: (name: string) => ends.get(name)?.() };
}

describe('dispatcher', () => {
  it('keeps no more in flight than an engine has slots', () => {
    const { started, submit, end, dispatcher } = stage();
    for (const name of ['a1', 'a2', 'a3', 'a4']) submit(name);
    expect(started).toEqual(['a1@e1', 'a2@e1']);
    expect(dispatcher.waiting).toBe(2);
    end('a1');
    expect(started).toEqual(['a1@e1', 'a2@e1', 'a3@e1']);
  });

  it('holds a tenant to its batch cap while others pass', () => {
    const { started, submit, end } = stage();
    for (const name of ['b1', 'b2', 'a1']) submit(name);
    expect(started).toEqual(['b1@e1', 'a1@e1']);
    end('b1');
    expect(started).toEqual(['b1@e1', 'a1@e1', 'b2@e1']);
  });

  it.each(['fair', 'fifo'] as const)(
    'without a batch cap lets one tenant take every slot, queue %s',
    (queue) => {
      const { started, submit } = stage({ queue, batch_cap: 'none' });
      for (const name of ['b1', 'b2', 'a1']) submit(name);
      expect(started).toEqual(['b1@e1', 'b2@e1']);
    },
  );

  it('first come first served holds everybody up behind one that may not run, and loses nobody', () => {
    const { started, submit, end, dispatcher } = stage({ queue: 'fifo' });
    for (const name of ['b1', 'b2', 'a1']) submit(name);
    expect(started).toEqual(['b1@e1']);
    expect(dispatcher.waiting).toBe(2);
    end('b1');
    expect(started).toEqual(['b1@e1', 'b2@e1', 'a1@e1']);
  });

  it('without a bound is never full', () => {
    const { submit, dispatcher } = stage({ queue_length: 'unbounded' });
    for (let each = 0; each < 10; each += 1) submit('a');
    expect(dispatcher.waiting).toBe(8);
    expect(dispatcher.isFull()).toBe(false);
  });

  it('picks the least busy engine, and the batch cap counts on each', () => {
    const { started, submit } = stage({}, ['http://e1:9000', 'http://e2:9000']);
    for (const name of ['a1', 'b1', 'b2', 'b3']) submit(name);
    expect(started).toEqual(['a1@e1', 'b1@e2', 'b2@e1']);
  });

  it('is full when the bound is reached', () => {
    const { submit, dispatcher } = stage();
    for (const name of ['a1', 'a2', 'a3', 'a4']) submit(name);
    expect(dispatcher.isFull()).toBe(false);
    submit('a5');
    expect(dispatcher.isFull()).toBe(true);
  });

  it('takes back what has not started, and only that', () => {
    const { submit, end, started, dispatcher } = stage();
    const [first, , third] = ['a1', 'a2', 'a3', 'a4'].map((name) => submit(name));
    expect(first && dispatcher.withdraw(first)).toBe(false);
    expect(third && dispatcher.withdraw(third)).toBe(true);
    end('a1');
    expect(started).toEqual(['a1@e1', 'a2@e1', 'a4@e1']);
  });

  it('starts what waits when an engine comes, and sends nothing more to one that went', () => {
    const { submit, end, started, dispatcher } = stage({}, []);
    for (const name of ['a1', 'a2', 'a3']) submit(name);
    dispatcher.setEngines(['http://e1:9000']);
    expect(started).toEqual(['a1@e1', 'a2@e1']);
    dispatcher.setEngines(['http://e2:9000']);
    end('a1');
    expect(started).toEqual(['a1@e1', 'a2@e1', 'a3@e2']);
  });

  it('keeps the order of arrival when the kind of queue changes', () => {
    const { submit, end, started, dispatcher } = stage({ engine_slots: 1 });
    for (const name of ['a1', 'a2', 'b1', 'a3']) submit(name);
    dispatcher.configure({ ...config, engine_slots: 1, queue: 'fifo' });
    for (const name of ['a1', 'a2', 'b1']) end(name);
    expect(started).toEqual(['a1@e1', 'a2@e1', 'b1@e1', 'a3@e1']);
  });
});
