/** What every spec starts from: its own portal, a watched console, and the few steps that all of them share. */

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { Portal, today, type PortalSettings } from './portal.ts';

export { expect, today };
export type { Page, PortalSettings };

/** The password of all demo people. */
export const password = 'kontor-demo-2026';

/** Lends one portal at a time: the next spec file ends the last one's. */
class PortalLender {
  private borrower = '';
  private current: Portal | null = null;

  constructor(
    private readonly settings: PortalSettings,
    private readonly seededOn: string,
  ) {}

  async portalOf(borrower: string): Promise<Portal> {
    if (this.current === null || this.borrower !== borrower) {
      await this.stop();
      this.current = await Portal.start(this.settings, this.seededOn);
      this.borrower = borrower;
    }
    return this.current;
  }

  async stop(): Promise<void> {
    const ending = this.current;
    this.current = null;
    await ending?.stop();
  }
}

interface TestFixtures {
  /** The server of this spec file, on its own database and gateway. */
  portal: Portal;
  /** Whether all tests of a file share its portal, or each begins with untouched demo data. */
  portalLife: 'file' | 'test';
  /** Console messages that this test may cause. Refused input writes "… status of 422 …", for instance. */
  allowConsole: RegExp | null;
  /** Fails the test on any console error or warning, page error or crash. */
  quietConsole: void;
  /** Opens a second browser, as watched as the first. */
  otherBrowser: (options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  /** Further environment of this file's server; `test.use` at the top of the file. */
  portalSettings: PortalSettings;
  /** The day to which the demo data is relative. */
  seededOn: string;
  portalLender: PortalLender;
}

/** Whether a context runs scripts. The browser does not tell, so the fixture writes it down. */
const scripted = new WeakMap<BrowserContext, boolean>();

export const test = base.extend<TestFixtures, WorkerFixtures>({
  portalSettings: [{}, { option: true, scope: 'worker' }],

  seededOn: [today, { option: true, scope: 'worker' }],

  portalLender: [
    async ({ portalSettings, seededOn }, use) => {
      const lender = new PortalLender(portalSettings, seededOn);
      await use(lender);
      await lender.stop();
    },
    { scope: 'worker' },
  ],

  portalLife: ['file', { option: true }],

  portal: [
    async ({ portalLender, portalLife }, use, testInfo) => {
      const borrower = portalLife === 'file' ? testInfo.file : testInfo.testId;
      const portal = await portalLender.portalOf(borrower);
      await use(portal);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server.log', { body: portal.log(), contentType: 'text/plain' });
      }
    },
    { timeout: 60_000 },
  ],

  baseURL: async ({ portal }, use) => use(portal.url),

  allowConsole: [null, { option: true }],

  quietConsole: [
    async ({ context, javaScriptEnabled, allowConsole }, use) => {
      scripted.set(context, javaScriptEnabled !== false);
      const complaints = watch(context);
      await use();
      expect(unexpected(complaints, allowConsole), 'the console stays quiet').toEqual([]);
    },
    { auto: true },
  ],

  otherBrowser: async ({ browser, baseURL, javaScriptEnabled, allowConsole }, use) => {
    const opened: { context: BrowserContext; complaints: string[] }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL, ...options });
      scripted.set(context, (options?.javaScriptEnabled ?? javaScriptEnabled) !== false);
      opened.push({ context, complaints: watch(context) });
      return context.newPage();
    });
    for (const { context, complaints } of opened) {
      await context.close();
      expect(unexpected(complaints, allowConsole), 'the other console stays quiet').toEqual([]);
    }
  },
});

/** Collects what the pages of a context complain about. Preload hints are advice, not faults. */
function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    const type = message.type();
    if ((type !== 'error' && type !== 'warning') || /preload/i.test(message.text())) return;
    complaints.push(`${type}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (webError) => complaints.push(`page error: ${webError.error().message}`));
  context.on('page', (page) => page.on('crash', () => complaints.push(`crash: ${page.url()}`)));
  return complaints;
}

function unexpected(complaints: string[], allowed: RegExp | null): string[] {
  return complaints.filter((complaint) => allowed?.test(complaint) !== true);
}

/** Whether the page's browser runs scripts. */
export function runsScripts(page: Page): boolean {
  const known = scripted.get(page.context());
  // A context that a spec made itself: then as its project says.
  return known ?? test.info().project.use.javaScriptEnabled !== false;
}

/** Waits until the page listens to clicks; without script it does so at once. */
export async function hydrated(page: Page): Promise<void> {
  if (!runsScripts(page)) return;
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Opens an address and waits until the page is ready to be used. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await hydrated(page);
}

/** Signs in at the Billing Center's door, in whatever language it greets, and waits for the home page. */
export async function signIn(page: Page, login: string): Promise<void> {
  await open(page, '/sign-in');
  await fillSignIn(page, login, password);
  await page.waitForURL('**/billing');
  await hydrated(page);
}

/** Fills the sign-in form and sends it. */
export async function fillSignIn(page: Page, login: string, secret: string): Promise<void> {
  await page.getByLabel(/^E-[Mm]ail/).fill(login);
  await page.getByLabel(/^(Kennwort|Password)$/).fill(secret);
  await page.getByRole('button', { name: /^(Anmelden|Sign in)$/ }).click();
}

/** The same without the form, where signing in is not what a test is about. */
export async function enter(page: Page, login: string, address = '/billing'): Promise<void> {
  const answer = await page.request.post('/api/sign_in', {
    form: { email: login, password },
    headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
  });
  expect(answer.status(), `${login} signs in`).toBe(200);
  await open(page, address);
}

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Asserts that axe finds nothing, in both themes: the dark one differs in nothing but colours. It is a script itself,
 * so pages without script are left to the scripted projects.
 */
export async function axe(page: Page): Promise<void> {
  if (!runsScripts(page)) return;
  const builder = () => new AxeBuilder({ page });
  const size = page.viewportSize();
  // Seen whole: what stands at the bottom edge of a phone covers whatever is scrolled below it just then.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size !== null && height > size.height) await page.setViewportSize({ width: size.width, height });
  for (const [colorScheme, scan] of [['dark', builder().withRules(['color-contrast'])], ['light', builder().withTags(axeTags)]] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const { violations } = await scan.analyze();
    const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
    expect(found, `axe finds nothing in the ${colorScheme} theme of ${page.url()}`).toEqual([]);
  }
  if (size !== null) await page.setViewportSize(size);
}

/** The colours of a theme are on the screen: a busy browser draws them a moment after it knows them. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    // What moves for ever, or with the reader's scrolling, never ends.
    const ends = ({ effect, timeline }: Animation): boolean => timeline instanceof DocumentTimeline && effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
  });
}

export type Language = 'de' | 'en';

const formats: Record<Language, string> = { de: 'de-DE', en: 'en-GB' };

/** An amount in minor units as the reader sees it: `17056` is "170,56 €". */
export function formattedMoney(minor: number, language: Language = 'de', currency = 'EUR'): string {
  // Typographers' minus, as on every page.
  return new Intl.NumberFormat(formats[language], { style: 'currency', currency }).format(minor / 100).replace('-', '−');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An ISO date in the reader's short form: "2026-11-21" is "21.11.2026", or "21 Nov 2026". */
export function formattedDate(iso: string, language: Language = 'de'): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return language === 'de' ? `${day}.${month}.${year}` : `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}
