import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

interface Workload {
  kind: string;
  spec: { template: { spec: { containers: { command: string[] }[] } } };
}

const text = await readFile('k8s-fixtures/images/Dockerfile', 'utf8');
const stages = text.split(/^FROM /m).slice(1);

const stageOf = (name: string): string =>
  stages.find((stage) => stage.split('\n')[0]?.endsWith(` AS ${name}`)) ?? '';

/** The JSON form of an instruction, here or in the stage that this one is built from. */
function words(name: string, instruction: string): string[] {
  const stage = stageOf(name);
  const own = stage.match(new RegExp(`^${instruction} (\\[.*\\])$`, 'm'))?.[1];
  const base = stage.split(' ')[0] ?? '';
  if (own !== undefined) return JSON.parse(own) as string[];
  return stageOf(base) === '' ? [] : words(base, instruction);
}

async function manifestCommand(name: string): Promise<string[] | undefined> {
  const documents = parseAllDocuments(await readFile(`k8s-fixtures/base/platform/${name}.yaml`, 'utf8'));
  const workload = documents.map((each) => each.toJS() as Workload).find(({ kind }) => kind === 'Deployment');
  return workload?.spec.template.spec.containers[0]?.command;
}

test.for(['gateway', 'engine', 'prometheus'])(
  'the image of the %s starts what its manifest starts',
  async (name) => {
    expect([...words(name, 'ENTRYPOINT'), ...words(name, 'CMD')]).toEqual(await manifestCommand(name));
  },
);

test('no image is pulled, and none runs as root', () => {
  const bases = stages.map((stage) => stage.split(' ')[0]);
  expect(bases).toEqual(['scratch', 'reference-stack', 'reference-stack', 'scratch', 'scratch', 'scratch']);
  for (const stage of stages.filter((each) => each.startsWith('scratch')))
    expect(stage).toMatch(/^USER 65532:65532$/m);
});
