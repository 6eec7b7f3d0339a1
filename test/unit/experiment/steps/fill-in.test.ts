import { expect, test } from 'vitest';
import { fillIn } from '../../../../src/experiment/steps/fill-in.ts';
import { saw } from '../../judge/example-objects.ts';

const seen = [
  saw('the-engine', [{ ip: '10.0.0.1' }]),
  saw('others', [{ ip: '10.0.0.8' }, { ip: '10.0.0.9' }]),
  saw('the-engine', [{ ip: '10.0.0.2' }]),
  saw('none', []),
];
const pod = (text: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'asking' },
  spec: { priority: 3, containers: [{ env: [{ name: 'URL', value: text }], stdin: false, tty: null }] },
});

test('a placeholder stands for what the look saw last, of its first object, wherever it is', () => {
  expect(fillIn(pod('http://{{the-engine.ip}}:9000/{{others.ip}}'), seen)).toEqual(
    pod('http://10.0.0.2:9000/10.0.0.8'),
  );
});

test('braces that name nothing of ours are left alone', () => {
  const script = 'const f = ({ a }) => ({ b: { a } }); // {{}} {{ x.y }} ${{a:1}.a}';
  expect(fillIn(pod(script), seen)).toEqual(pod(script));
});

test.each(['{{the-gateway.ip}}', '{{the-engine.port}}', '{{none.ip}}'])(
  'what was not seen is named: %s',
  (text) => {
    expect(() => fillIn(pod(text), seen)).toThrow(
      /^no object seen by (the-gateway|the-engine|none) has a value/,
    );
  },
);
