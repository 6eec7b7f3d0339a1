import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { format } from '../../../../src/report/formats/metrics.ts';
import { markdownTable } from '../../../../src/report/markdown-table.ts';
import { metricFamilies } from '../../../../src/report/metrics/metrics-of.ts';
import { packageFile } from '../../../../src/system/package-file.ts';
import { exampleRun } from './example-run.ts';

const shipped = (file: string): Promise<string> =>
  readFile(packageFile(`k8s-fixtures/monitoring/${file}`), 'utf8');

const namesIn = (text: string): string[] => [...new Set(text.match(/tenantproof_\w+/gu))].sort();

/** Every metric as it is rendered: name, labels beside `profile`, help. */
async function renderedRows(): Promise<string[][]> {
  const text = await format.render(exampleRun);
  return [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ gauge\n\S+?\{(.*)\} \S+$/gmu)].map(
    ([, name = '', help = '', labels = '']) => [
      name,
      [...labels.matchAll(/(?:^|,)(\w+)="/gu)]
        .map(([, label = '']) => label)
        .filter(isOwn)
        .join(', '),
      help,
    ],
  );
}

const isOwn = (label: string): boolean => label !== 'profile';

test('the table of metrics in the README is that of the metrics', async () => {
  const table = markdownTable(['metric', 'labels', 'meaning'], await renderedRows());
  expect(await shipped('README.md')).toContain(`\n${table}\n`);
});

test('the example, and so the table, has every metric that there is', async () => {
  const rendered = (await renderedRows()).map(([name]) => name);
  expect(rendered).toEqual(metricFamilies.map(({ name }) => name));
});

interface Rules {
  groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
}

test('alert rules ask for metrics that there are', async () => {
  const { groups } = parse(await shipped('alerts.yaml')) as Rules;
  const rules = groups.flatMap(({ rules: found }) => found);
  expect(rules.map(({ alert }) => alert)).toEqual([
    'TenantproofBreached',
    'TenantproofControlMissed',
    'TenantproofInconclusive',
    'TenantproofOverdue',
    'TenantproofAbsent',
  ]);
  const rendered = namesIn(await format.render(exampleRun));
  for (const { expr, annotations } of rules) {
    expect(namesIn(expr)).not.toEqual([]);
    expect(rendered).toEqual(expect.arrayContaining(namesIn(expr)));
    expect(Object.keys(annotations)).toEqual(['summary', 'description']);
  }
});

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource: { type: string; uid: string };
  targets: { expr: string; refId: string; datasource: unknown }[];
}

interface Dashboard {
  id: null;
  uid: string;
  title: string;
  schemaVersion: number;
  time: { from: string; to: string };
  templating: { list: { name: string; type: string; query: unknown }[] };
  panels: Panel[];
}

const dashboard = async (): Promise<Dashboard> => JSON.parse(await shipped('dashboard.json')) as Dashboard;

test('the dashboard asks for metrics that there are, in every panel', async () => {
  const { panels, templating } = await dashboard();
  const rendered = namesIn(await format.render(exampleRun));
  for (const { targets } of panels) {
    for (const { expr } of targets) {
      expect(namesIn(expr)).not.toEqual([]);
      expect(rendered).toEqual(expect.arrayContaining(namesIn(expr)));
    }
  }
  expect(rendered).toEqual(expect.arrayContaining(namesIn(JSON.stringify(templating))));
});

test('the dashboard has what the importer needs: no id, a data source that is asked for, panels beside each other', async () => {
  const { id, uid, title, schemaVersion, time, templating, panels } = await dashboard();
  expect({ id, uid, time }).toEqual({ id: null, uid: 'tenantproof', time: { from: 'now-14d', to: 'now' } });
  expect(title).not.toBe('');
  expect(schemaVersion).toBeGreaterThanOrEqual(36);
  expect(templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
  expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
  const from = { type: 'prometheus', uid: '${datasource}' };
  const cells = panels.flatMap(({ type, datasource, targets, gridPos: { x, y, w, h } }) => {
    expect(type).toMatch(/^(?:stat|state-timeline|table|timeseries)$/u);
    expect([datasource, ...targets.map((target) => target.datasource)]).toEqual(
      Array.from({ length: targets.length + 1 }, () => from),
    );
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    expect(x + w).toBeLessThanOrEqual(24);
    return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
  });
  expect(new Set(cells).size).toBe(cells.length);
});
