import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../../src/system/package-file.ts';
import { format } from '../../../src/report/formats/html.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { endpointRun } from '../../unit/report/example-runs.ts';
import { floodStory } from '../../unit/report/example-stories.ts';
import { told } from '../../unit/report/opened-page.ts';
import { chromium } from './chromium.ts';

const reason = chromium === undefined ? ' (skipped: no Chromium on the PATH)' : '';
const widths = [1280, 390];
const schemes = ['light', 'dark'] as const;
const variants = widths.flatMap((width) => schemes.map((scheme) => ({ width, scheme })));

describe.skipIf(chromium === undefined)(`pages in Chromium${reason}`, () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-html-'));
    for (const run of ['first', 'second'])
      await cp(packageFile('reports/example'), join(folder, run), { recursive: true });
    await runCliHere(['report', join(folder, 'first')]);
    await runCliHere(['history', folder]);
    await writeFile(join(folder, 'breached.html'), format.render(told()));
    await writeFile(join(folder, 'endpoint.html'), format.render({ ...endpointRun, stories: [floodStory] }));
    browser = await playwright.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The page, and everything that it complained of or asked for. */
  async function opened(file: string, { width, scheme }: (typeof variants)[number]) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => void complaints.push(message.text()));
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on('request', (request) => void asked.push(request.url()));
    const address = pathToFileURL(join(folder, file)).href;
    await page.goto(address);
    return { context, page, complaints, asked, address };
  }

  const pages = ['first/report.html', 'breached.html', 'endpoint.html', 'index.html'];
  const cases = pages.flatMap((file) => variants.map((variant) => ({ file, ...variant })));

  it.each(cases)('$file at $width px, $scheme: asks for nothing and fits', async ({ file, ...variant }) => {
    const { context, page, complaints, asked, address } = await opened(file, variant);
    await openEverything(page);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(variant.width);
    expect({ complaints, asked }).toEqual({ complaints: [], asked: [address] });
    await context.close();
  });

  // Every width and every scheme once: axe takes long, and no rule of it looks at both.
  const looked = pages.flatMap((file) => [
    { file, width: 1280, scheme: 'light' as const },
    { file, width: 390, scheme: 'dark' as const },
  ]);

  it.each(looked)(
    'axe finds nothing in $file at $width px, $scheme',
    { timeout: 180_000 },
    async ({ file, ...variant }) => {
      const { context, page } = await opened(file, variant);
      await openEverything(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
      );
      expect(found).toEqual([]);
      await context.close();
    },
  );

  it('the evidence of every verdict is reached and opened by keyboard alone', async () => {
    const { context, page } = await opened('first/report.html', { width: 1280, scheme: 'light' });
    const folded = page.locator('details.evidence');
    const amount = await folded.count();
    expect(amount).toBeGreaterThan(15);
    await walkAndOpen(page);
    expect(await page.locator('details.evidence:not([open])').count()).toBe(0);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    await context.close();
  });
});

/** The script of a page, as text: its types are not ours. */
const openEverything = (page: Page): Promise<void> =>
  page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true");

const whereTheFocusIs = `(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return 'left';
  const folded = at.closest('summary')?.parentElement;
  return folded && !folded.open ? 'folded' : 'else';
})()`;

const mostSteps = 3000;

/** Goes through the page by Tab, and opens by Enter whatever is folded, until the focus leaves the page. */
async function walkAndOpen(page: Page): Promise<void> {
  for (let step = 0; step < mostSteps; step++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate<'left' | 'folded' | 'else'>(whereTheFocusIs);
    if (at === 'left' && step > 0) return;
    if (at === 'folded') await page.keyboard.press('Enter');
  }
}
