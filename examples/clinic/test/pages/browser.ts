/** The clinic's pages as their users see them: a Chromium, driven by Playwright, on a clinic in a process of its own. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { backends, Clinic, removeFolders, seededFolder } from '../clinic';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser: what `CHROMIUM` says, or the first that the path has. */
const executable = process.env.CHROMIUM ?? inPath();

function inPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** On a developer's machine it may be missing; in CI a test that needs it fails. */
export const noBrowser = process.env.CI !== 'true' && executable === undefined;
export const needsBrowser = noBrowser ? ' (left out: it needs Chromium in the path, or named by CHROMIUM)' : '';

/** One browser and one clinic for a file's tests; both end with them. */
export class Pages {
  #browser: Browser | undefined;
  #clinic: Clinic | undefined;

  /**
   * @param sql run on the seeded data before the clinic starts
   * @param settings of the clinic, as environment variables
   */
  static forFile({ sql, settings }: { sql?: string; settings?: Record<string, string> } = {}): Pages {
    const pages = new Pages();
    if (noBrowser) return pages;
    beforeAll(async () => {
      // The backend is the pages' business as little as theirs is the backend's: one of them will do.
      [pages.#clinic, pages.#browser] = await Promise.all([
        seededFolder(sql).then((folder) => Clinic.start(backends[0] as (typeof backends)[0], folder, settings)),
        launch(),
      ]);
    });
    afterAll(async () => {
      await pages.#browser?.close();
      await pages.#clinic?.stop();
      removeFolders();
    });
    return pages;
  }

  get clinic(): Clinic {
    return this.#clinic as Clinic;
  }

  /**
   * Opens a page of the clinic in a browser that has seen nothing else, until the test is over. The test fails if the page has
   * thrown, has been kept from something by the clinic's policy, or has met an answer that it was not to meet.
   *
   * @param as whose session the browser has; nobody's, if not given
   * @param refusals the statuses that the test is about
   * @param isDark whether the user likes it dark
   */
  async open(
    path: string,
    {
      as,
      refusals = [],
      width = 1280,
      isDark = false,
    }: { as?: string | { cookie: string }; refusals?: number[]; width?: number; isDark?: boolean } = {},
  ): Promise<Page> {
    const context = await (this.#browser as Browser).newContext({
      baseURL: this.clinic.url,
      viewport: { width, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
      colorScheme: isDark ? 'dark' : 'light',
    });
    if (as) await logIn(context, this.clinic.url, typeof as === 'string' ? await this.clinic.session(as) : as);
    const page = await context.newPage();
    const faults = watch(page, refusals);
    onTestFinished(async () => {
      await context.close();
      expect(faults).toEqual([]);
    });
    await page.goto(path);
    return page;
  }
}

const launch = () =>
  chromium.launch({
    // Chrome is in no path on macOS and Windows; Playwright knows where it is.
    ...(executable ? { executablePath: executable } : { channel: 'chrome' }),
    // Its sandbox is for users, and a root has none.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

async function logIn(context: BrowserContext, url: string, { cookie }: { cookie: string }): Promise<void> {
  const [name, value] = cookie.split('=', 2) as [string, string];
  await context.addCookies([{ name, value, url }]);
}

/** What goes wrong on a page, in the order it does. */
function watch(page: Page, refusals: readonly number[]): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    const status = Number(/the server responded with a status of (\d{3})/.exec(message.text())?.[1]);
    // Whether somebody is logged in, a page knows from this answer only.
    const isAsked = status === 401 && message.location().url.endsWith('/auth/session');
    if (!isAsked && !refusals.includes(status)) faults.push(`${message.type()}: ${message.text()}`);
  });
  return faults;
}

/** Fails when axe finds a page wanting by WCAG 2.2 at level AA, or by what is good practice. */
export async function expectAccessible(page: Page): Promise<void> {
  // Before there is a page there is nothing to look at.
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} (${target}) ${failureSummary}`),
  );
  expect(found).toEqual([]);
}

/** What has the focus: an element's role and name, as a screen reader tells it. */
export const focused = (page: Page) => page.locator(':focus');

/** Lets the clinic be too busy for a path, until it is let go. */
export async function keepBusy(page: Page, path: string): Promise<() => Promise<void>> {
  const isIt = (url: URL) => url.pathname === path;
  await page.route(isIt, (route) =>
    route.fulfill({
      status: 503,
      headers: { 'retry-after': '1' },
      contentType: 'application/problem+json',
      body: JSON.stringify({ title: 'Too much to do; try again', status: 503, code: 'ERR_BUSY' }),
    }),
  );
  return () => page.unroute(isIt);
}
