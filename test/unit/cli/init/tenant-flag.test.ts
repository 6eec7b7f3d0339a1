import { describe, expect, test } from 'vitest';
import { tenantFromFlag } from '../../../../src/cli/init/tenant-flag.ts';
import { UsageError } from '../../../../src/model/errors.ts';

const said = <T>(value: T): { value: T; from: 'said' } => ({ value, from: 'said' });

describe('a tenant on the command line', () => {
  test('needs a name; its key is in the variable of that name', () => {
    expect(tenantFromFlag('team-a', {})).toEqual({
      name: 'team-a',
      key: { env: 'TEAM_A_KEY' },
      promises: {},
    });
    expect(tenantFromFlag('name=7up', {}).key).toEqual({ env: 'TENANT_7UP_KEY' });
  });

  test('may have all that a file may say of one', () => {
    const text = 'team-a, key-env=LLM_KEY,model=org/m=1,rpm=600.5,burst=20,tpm=100000,concurrent=8';
    expect(tenantFromFlag(text, {})).toEqual({
      name: 'team-a',
      key: { env: 'LLM_KEY' },
      model: said('org/m=1'),
      promises: {
        requestsPerMinute: said(600.5),
        burstRequests: said(20),
        tokensPerMinute: said(100_000),
        concurrentRequests: said(8),
      },
    });
    expect(tenantFromFlag('b,key-file=/run/secrets/b', {}).key).toEqual({ file: '/run/secrets/b' });
    expect(tenantFromFlag('b,key-env=lower', { lower: 'x' }).key).toEqual({ env: 'lower' });
  });

  test('may say its share of contended engines', () => {
    expect(tenantFromFlag('a,weight=3', {})).toMatchObject({ weight: 3 });
    expect(tenantFromFlag('a,weight=0.5', {})).toMatchObject({ weight: 0.5 });
    expect(tenantFromFlag('a', {})).not.toHaveProperty('weight');
  });

  test('may say what it has in the cluster', () => {
    expect(tenantFromFlag('b,namespace=team-b,gpus=0,memory=0.5Ti', {})).toMatchObject({
      namespace: 'team-b',
      shares: { gpus: '0', memory: '0.5Ti' },
    });
    expect(tenantFromFlag('b,namespace=team-b', {})).not.toHaveProperty('shares');
  });

  test.each([
    ['a,namespace=Team B', 'namespace of a must be one of Kubernetes'],
    ['a,namespace=b,gpus=1.5', 'gpus of a must be a whole number'],
    ['a,namespace=b,memory=64GB', 'memory of a must be an amount above 0'],
    ['a,namespace=b,memory=0Gi', 'memory of a must be an amount above 0'],
    ['a,gpus=4', 'a has gpus and no namespace'],
    ['', 'no name of a tenant'],
    ['Team A', 'no name of a tenant'],
    ['rpm=60', 'no name of a tenant'],
    ['a,rpm=0', 'rpm of a must be a number above 0'],
    ['a,rpm=', 'rpm of a must be a number above 0'],
    ['a,rpm=6e2', 'rpm of a must be a number above 0'],
    ['a,burst=1.5', 'burst of a must be a number above 0'],
    ['a,weight=0.0', 'weight of a must be a number above 0'],
    ['a,weight=3x', 'weight of a must be a number above 0'],
    ['a,model=', 'model of a must not be empty'],
    ['a,rpm=1,rpm=2', "a has 'rpm' twice"],
    ['a,key-env=A,key-file=b', 'a has key-env and key-file'],
    ['a,key-file=', 'key-file of a must name a file'],
    ['a,key-env=not-a-variable', 'key-env of a must name an environment variable'],
    ['a,rmp=60', "unknown word 'rmp'"],
    ['a,60', "unknown word '60'"],
  ])('%j is refused', (text, message) => {
    expect(() => tenantFromFlag(text, {})).toThrow(UsageError);
    expect(() => tenantFromFlag(text, {})).toThrow(message);
  });

  test.each([
    'a,key=hunter2hunter2',
    'a,key-env=hunter2hunter2',
    'a,key-env=sk-hunter2hunter2hunter2hunter2',
    'a,key-file=sk-hunter2hunter2hunter2hunter2',
    'a,sk-hunter2hunter2hunter2hunter2',
    'a,rpm=hunter2hunter2',
    'hunter2_Hunter2',
  ])('a key in the wrong place is refused, and not repeated: %j', (text) => {
    const failure = ((): unknown => {
      try {
        return tenantFromFlag(text, {});
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(UsageError);
    const { message, hint } = failure as UsageError;
    expect(`${message} ${hint}`).not.toMatch(/hunter2/i);
  });
});
