import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, type TestCase, type TestSuites } from 'junit2json';
import { memoryPages, validateXML } from 'xmllint-wasm';

const schema = readFile(join(import.meta.dirname, 'junit.xsd'), 'utf8');

/** What libxml2 has against a JUnit file; empty if it is well formed and valid. */
export async function faultsIn(xml: string): Promise<string[]> {
  const { valid, rawOutput } = await validateXML({
    xml: [{ fileName: 'junit.xml', contents: xml }],
    schema: [{ fileName: 'junit.xsd', contents: await schema }],
    maxMemoryPages: 256 * memoryPages.MiB,
  });
  return valid ? [] : rawOutput.trim().split('\n');
}

/** A test as a reader of the field sees it. */
export interface SeenTest {
  suite: string | undefined;
  name: string | undefined;
  file: string | undefined;
  seconds: number;
  status: 'passed' | 'failed' | 'error' | 'skipped';
  message?: string | undefined;
  body?: string | undefined;
}

/** Every test in a JUnit file. */
export async function readJunit(xml: string): Promise<SeenTest[]> {
  const { testsuite = [] } = (await parse(xml, {})) as TestSuites;
  return testsuite.flatMap(({ name, testcase = [] }) => testcase.map((found) => seen(name, found)));
}

function seen(suite: string | undefined, found: TestCase & { file?: string }): SeenTest {
  const { name, file, time, failure: [failure] = [], error: [error] = [], skipped: [skipped] = [] } = found;
  const trouble = failure ?? error;
  return {
    suite,
    name,
    file,
    seconds: Number(time),
    status: failure ? 'failed' : error ? 'error' : skipped ? 'skipped' : 'passed',
    message: (trouble ?? skipped)?.message,
    body: trouble?.inner,
  };
}
