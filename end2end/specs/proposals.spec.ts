/** A colleague who may not order wishes a change: the billing contact finds it filled in, orders it or declines it. */

import { axe, enter, expect, hydrated, open, runsScripts, test, type Page } from '../fixtures.ts';
import { editorAddress, heading, placeOrderButton, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';
const ben = 'ben@nordlicht.example';

/** Ben wishes GoTo Meeting Business for twelve. */
async function wish(page: Page): Promise<void> {
  await enter(page, ben);
  await tile(page, 'GoTo Meeting').getByRole('link', { name: 'Änderung anfragen' }).click();
  await page.waitForURL('**/billing/proposals/new?subscription=*');
  await hydrated(page);
  await page.getByRole('radio', { name: 'Business' }).check();
  await page.getByLabel('Benutzerlizenzen', { exact: true }).fill('12');
  await page.getByLabel(/^Was möchten Sie dazu sagen\?/).fill('Für das neue Team.');
  await axe(page);
  await page.getByRole('button', { name: 'Wunsch senden' }).click();
  await page.waitForURL('**/billing/proposals?done=sent');
  await hydrated(page);
}

test('a wish arrives filled in and is ordered with one step', async ({ page, otherBrowser }) => {
  await wish(page);
  await expect(page.getByRole('status').filter({ hasText: 'Ihr Wunsch ist gesendet.' })).toBeVisible();
  await expect(page.getByRole('region', { name: /^GoTo Meeting Business, 12/ })).toContainText('Offen');
  await axe(page);

  const annas = await otherBrowser();
  await enter(annas, anna);
  const banner = annas.getByRole('status').filter({ hasText: 'Änderungswünsche' });
  await expect(banner).toContainText('Ben Brandt wünscht: GoTo Meeting Business, 12 Benutzerlizenzen, monatlich.');
  await axe(annas);
  await banner.getByRole('link', { name: 'Ansehen und bestellen' }).click();
  await annas.waitForURL('**/edit?plan=business&seats=12&interval=monthly');
  await hydrated(annas);
  await expect(annas.getByRole('radio', { name: /^Business / })).toBeChecked();
  await expect(annas.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('12');
  await annas.getByRole('button', { name: 'Zur Kasse' }).click();
  await annas.waitForURL('**/billing/checkout');
  await hydrated(annas);
  await expect(placeOrderButton(annas)).toBeVisible();
  await open(annas, '/billing');
  await expect(annas.getByText('Ben Brandt wünscht')).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole('region', { name: /^GoTo Meeting Business, 12/ })).toContainText('Im Warenkorb oder bestellt');
});

test('a wish is declined with a reason, which the colleague reads', async ({ page, otherBrowser }) => {
  await wish(page);
  const annas = await otherBrowser();
  await enter(annas, anna, '/billing/proposals');
  await expect(annas.getByRole('main')).toContainText('Für das neue Team.');
  await annas.getByRole('link', { name: 'Ablehnen' }).click();
  await annas.waitForURL('**/billing/proposals?decline=*');
  await hydrated(annas);
  await annas.getByLabel('Warum lehnen Sie ab?').fill('Erst im neuen Jahr.');
  await axe(annas);
  await annas.getByRole('button', { name: 'Wunsch ablehnen' }).click();
  await annas.waitForURL('**/billing/proposals?done=declined');
  await hydrated(annas);
  await expect(heading(annas)).toHaveText('Änderungswünsche');
  await expect(annas.getByRole('main')).toContainText('Kein offener Wunsch');
  await page.reload();
  await expect(page.getByRole('main')).toContainText('Abgelehnt: Erst im neuen Jahr.');
});

test.describe('the wrong person', () => {
  test.use({ allowConsole: /status of 4(03|22|04)/ });

  test('is told whose word it needs wherever something would begin, and can wish it there', async ({ page, otherBrowser }) => {
    const annas = await otherBrowser();
    await enter(annas, anna);
    const editor = await editorAddress(annas, 'GoTo Meeting');
    await enter(page, ben);
    await expect(page.getByRole('link', { name: 'Änderung anfragen' }).first()).toBeVisible();
    const pages = [`${editor}?plan=enterprise&seats=11&interval=monthly`, editor.replace('/edit', '/cancel'), '/billing/subscriptions/new'];
    for (const address of pages) {
      await open(page, address);
      await expect(page.getByRole('main')).toContainText('Anna Albrecht, anna@nordlicht.example');
      await expect(page.getByRole('link', { name: 'E-Mail an den Abrechnungsadministrator' })).toHaveAttribute('href', 'mailto:anna@nordlicht.example');
      await expect(page.getByRole('link', { name: 'Änderung anfragen' })).toBeVisible();
    }
    await open(page, pages[0] ?? '');
    await page.getByRole('link', { name: 'Änderung anfragen' }).click();
    await page.waitForURL('**/billing/proposals/new?*');
    await hydrated(page);
    await expect(page.getByRole('radio', { name: 'Enterprise' })).toBeChecked();
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('11');
    await page.getByLabel('Benutzerlizenzen', { exact: true }).fill('viele');
    await page.getByRole('button', { name: 'Wunsch senden' }).click();
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveAccessibleDescription(/.+/);
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('viele');
    await expect(page.getByRole('radio', { name: 'Enterprise' })).toBeChecked();
    await axe(page);
  });

  test('chooses a new product, and takes a wish back', { tag: '@desktop' }, async ({ page }) => {
    await enter(page, ben, '/billing/proposals/new');
    await expect(heading(page)).toHaveText('Änderung anfragen');
    await axe(page);
    await page.getByRole('region', { name: 'Ein neues Abonnement' }).getByRole('link', { name: 'GoTo Training' }).click();
    await page.waitForURL(/product=goto(-|%2D)training$/);
    if (runsScripts(page)) await expect(page.getByRole('radio', { name: 'Starter' })).toBeVisible();
    await page.getByRole('radio', { name: 'Plus' }).check();
    await page.getByRole('button', { name: 'Wunsch senden' }).click();
    await page.waitForURL('**/billing/proposals?done=sent');
    await hydrated(page);
    await page.getByRole('button', { name: 'Wunsch zurücknehmen' }).click();
    await page.waitForURL('**/billing/proposals?done=withdrawn');
    await expect(page.getByRole('main')).toContainText('Zurückgenommen');
  });
});
