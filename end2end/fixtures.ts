/** What every spec starts from: its own portal, a watched console, and the few steps that all of them share. */

import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { Portal, type PortalSettings } from './portal.ts';

export { expect };
export type { Page, PortalSettings };

/** The password of all demo people. */
export const password = 'kontor-demo-2026';

/** The clock of every portal under test starts on this day. */
export const today = '2026-11-21';

/** Lends one portal at a time: the next spec file ends the last one's. */
class PortalLender {
  private file = '';
  private current: Portal | null = null;

  constructor(private readonly settings: PortalSettings) {}

  async portalOf(file: string): Promise<Portal> {
    if (this.current === null || this.file !== file) {
      await this.stop();
      this.current = await Portal.start(this.settings);
      this.file = file;
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
  /** Console messages that this test may cause. Refused input writes "… status of 422 …", for instance. */
  allowConsole: RegExp | null;
  /** Fails the test on any console error or warning, page error or crash. */
  quietConsole: void;
}

interface WorkerFixtures {
  /** Further environment of this file's server; `test.use` at the top of the file. */
  portalSettings: PortalSettings;
  portalLender: PortalLender;
}

/** Whether a context runs scripts. The browser does not tell, so the fixture writes it down. */
const scripted = new WeakMap<BrowserContext, boolean>();

export const test = base.extend<TestFixtures, WorkerFixtures>({
  portalSettings: [{}, { option: true, scope: 'worker' }],

  portalLender: [
    async ({ portalSettings }, use) => {
      const lender = new PortalLender(portalSettings);
      await use(lender);
      await lender.stop();
    },
    { scope: 'worker' },
  ],

  portal: [
    async ({ portalLender }, use, testInfo) => {
      const portal = await portalLender.portalOf(testInfo.file);
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
      const complaints: string[] = [];
      watch(context, (complaint) => {
        if (allowConsole?.test(complaint) !== true) complaints.push(complaint);
      });
      await use();
      expect(complaints, 'the console stays quiet').toEqual([]);
    },
    { auto: true },
  ],
});

/** Reports what the pages of a context complain about. Preload hints are advice, not faults. */
function watch(context: BrowserContext, report: (complaint: string) => void): void {
  context.on('console', (message) => {
    const type = message.type();
    if ((type !== 'error' && type !== 'warning') || /preload/i.test(message.text())) return;
    report(`${type}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (webError) => report(`page error: ${webError.error().message}`));
  context.on('page', (page) => page.on('crash', () => report(`crash: ${page.url()}`)));
}

function runsScripts(page: Page): boolean {
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

/** Signs in at the Billing Center's door and waits for the home page. */
export async function signIn(page: Page, login: string): Promise<void> {
  await open(page, '/sign-in');
  await page.getByLabel('E-Mail').fill(login);
  await page.getByLabel('Kennwort', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.waitForURL('**/billing');
  await hydrated(page);
}

/** Asserts that axe finds nothing. It is a script itself, so pages without script are left to the scripted projects. */
export async function axe(page: Page): Promise<void> {
  if (!runsScripts(page)) return;
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
  expect(found, 'axe finds nothing').toEqual([]);
}

export type Language = 'de' | 'en';

const formats: Record<Language, string> = { de: 'de-DE', en: 'en-GB' };

/** An amount in minor units as the reader sees it: `17056` is "170,56 €". */
export function formattedMoney(minor: number, language: Language = 'de', currency = 'EUR'): string {
  return new Intl.NumberFormat(formats[language], { style: 'currency', currency }).format(minor / 100);
}

/** An ISO date in the reader's short form: "2026-11-21" is "21.11.2026". */
export function formattedDate(iso: string, language: Language = 'de'): string {
  const options: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(formats[language], options).format(new Date(`${iso}T00:00:00Z`));
}
