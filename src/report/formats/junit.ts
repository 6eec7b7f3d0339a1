import Builder from 'fast-xml-builder';
import { isOutside } from '../../model/outside.ts';
import type { Format, RunToTell } from '../format.ts';
import { suiteOf, testCases, wholeRun, type TestCase } from '../test-cases.ts';
import { notOurs, unexercisedControls } from '../not-exercised.ts';
import { placeWords } from '../place-words.ts';

/**
 * JUnit's XML as GitLab, Jenkins, CircleCI and the actions of GitHub read it; it has no standard. What they agree on:
 * names are unique, `classname` is the group, the message stands in the attribute and in the body (GitLab shows the
 * body alone, others the attribute alone), one failure for each case, `time` in seconds.
 */
export const format = {
  file: 'junit.xml',
  what: 'the verdicts as tests, for GitLab, Jenkins and others',
  render: (run: RunToTell) => builder.build(documentOf(run)),
} satisfies Format;

const builder = new Builder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
  attributeValueProcessor: (_name: string, value: unknown) => allowedInXml(String(value)),
  tagValueProcessor: (_name: string, value: unknown) => allowedInXml(String(value)),
});

/** Without what XML 1.0 can't hold even escaped: https://www.w3.org/TR/xml/#charsets */
const allowedInXml = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

function documentOf(run: RunToTell): object {
  const cases = testCases(run);
  const { id, startedAt, endedAt } = run.report.run;
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const suites = [...Map.groupBy(cases, ({ suite }) => suite)];
  return {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': `tenantproof ${id}`,
      ...countsOf(cases),
      '@time': seconds,
      testsuite: suites.map(([name, found]) => {
        const ofRun = name === wholeRun;
        return {
          '@name': name,
          ...countsOf(found),
          // How long each took is not in a report; the run as a whole took this long.
          '@time': ofRun ? seconds : 0,
          '@timestamp': startedAt,
          ...propertiesIn(ofRun ? factsOf(run) : controlOf(name, run)),
          testcase: found.map((testCase) => caseElement(testCase, ofRun ? seconds : 0)),
        };
      }),
    },
  };
}

const countsOf = (cases: readonly TestCase[]): Record<string, number> => ({
  '@tests': cases.length,
  '@failures': cases.filter(({ outcome }) => outcome === 'failed').length,
  '@errors': cases.filter(({ outcome }) => outcome === 'error').length,
  '@skipped': cases.filter(({ outcome }) => outcome === 'skipped').length,
});

type Properties = Record<string, string | number>;

function propertiesIn(properties: Properties): object {
  const property = Object.entries(properties).map(([name, value]) => ({ '@name': name, '@value': value }));
  return property.length === 0 ? {} : { properties: { property } };
}

const factsOf = ({ report: { run }, exitCode }: RunToTell): Properties => ({
  profile: run.profile,
  seed: run.seed,
  ...(isOutside(run) ? { endpoint: run.endpoint ?? '', control: unexercised } : { cluster: placeWords(run) }),
  version: run.tool.version,
  'exit code': exitCode,
});

const controlOf = (suite: string, { report }: RunToTell): Properties =>
  unexercisedControls(report).some(({ scenario }) => suiteOf(scenario) === suite)
    ? { control: unexercised }
    : {};

const unexercised = `not exercised: ${notOurs}`;

const caseElement = (testCase: TestCase, seconds: number): object => ({
  '@classname': testCase.suite,
  '@name': testCase.name,
  ...(testCase.suite === wholeRun ? {} : { '@file': `scenarios/${testCase.suite}.ts` }),
  '@time': seconds,
  ...outcomeElement(testCase),
});

function outcomeElement({ outcome, word, message, evidence, cure }: TestCase): object {
  const body = [message, ...evidence, ...cure].join('\n');
  if (outcome === 'passed') return { 'system-out': body };
  if (outcome === 'skipped') return { skipped: { '@message': message } };
  const element = { '@message': message, '@type': word, '#text': body };
  return outcome === 'failed' ? { failure: element } : { error: element };
}
