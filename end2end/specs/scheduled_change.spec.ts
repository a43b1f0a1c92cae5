/** Staff schedules a downgrade for the renewal; the customer sees it on the tile, and it comes on its day. */

import { axe, enter, expect, fillSignIn, hydrated, open, password, test, type Page } from '../fixtures.ts';
import { fact, heading, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';

async function openAccount(page: Page): Promise<void> {
  await open(page, '/staff/sign-in?next=/staff/accounts/KD-10234');
  await fillSignIn(page, 'rita@kontor.example', password);
  await page.waitForURL('**/staff/accounts/KD-10234');
  await hydrated(page);
}

/** From the account's page to the change of GoTo Webinar. */
async function openChange(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Änderung vormerken.*GoTo Webinar$/ }).click();
  await page.waitForURL('**/change');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Änderung vormerken');
}

/** GoTo Webinar Lite for one, previewed. */
async function previewLite(page: Page, seats = '1'): Promise<void> {
  await page.getByRole('radio', { name: 'Lite' }).check();
  await page.getByLabel('Benutzerlizenzen', { exact: true }).fill(seats);
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await page.waitForURL(/plan=lite/);
  await hydrated(page);
}

test('a downgrade is previewed, scheduled, seen by the customer and taken back', async ({ page, otherBrowser }) => {
  await openAccount(page);
  await axe(page);
  await openChange(page);
  await axe(page);
  await previewLite(page);
  // One licence at 468,00 € a year, and 19 %.
  await expect(fact(page, 'Ohne USt.')).toHaveText(/^468,00\s€$/);
  await expect(fact(page, 'Mit USt.')).toHaveText(/^556,92\s€$/);
  const day = (await fact(page, 'Rechnung am').innerText()).slice(0, 10);
  expect(day).toMatch(/^\d\d\.\d\d\.20\d\d$/);
  await axe(page);
  await page.getByRole('button', { name: 'Änderung vormerken' }).click();
  await page.waitForURL('**/staff/accounts/KD-10234?done=scheduled');
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'Die Änderung ist vorgemerkt' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Laufende Abonnements' })).toContainText(`Ab ${day}: Lite, 1 Benutzerlizenz, jährlich.`);

  const annas = await otherBrowser();
  await enter(annas, anna);
  const webinar = tile(annas, 'GoTo Webinar');
  await expect(webinar).toContainText('Standard, 2 Benutzerlizenzen, jährlich');
  await expect(webinar).toContainText(`Ab ${day}: Lite, 1 Benutzerlizenz, jährlich.`);
  await expect(webinar).toContainText(/556,92\s€ inkl\. USt\./);

  await open(page, '/staff/outbox');
  await expect(page.getByRole('row').filter({ hasText: `Vorgemerkt zum ${day}: GoTo Webinar` })).toContainText(anna);
  await open(page, '/staff/accounts/KD-10234');
  await openChange(page);
  await page.getByRole('button', { name: 'Vormerkung zurücknehmen' }).click();
  await page.waitForURL('**/staff/accounts/KD-10234?done=unscheduled');
  await annas.reload();
  await expect(webinar).not.toContainText('Lite');
});

test.describe('refused', () => {
  test.use({ allowConsole: /status of 409/ });

  test('what cannot be is said at its field, and what changed meanwhile above all', async ({ page, otherBrowser }) => {
    await openAccount(page);
    await openChange(page);
    await previewLite(page, '0');
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveAccessibleDescription(/1 .*10\.000/);
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('0');
    await expect(page.getByRole('button', { name: 'Änderung vormerken' })).toHaveCount(0);
    await previewLite(page);
    const second = await otherBrowser();
    await openAccount(second);
    await openChange(second);
    await previewLite(second, '2');
    await second.getByRole('button', { name: 'Änderung vormerken' }).click();
    await second.waitForURL('**/staff/accounts/KD-10234?done=scheduled');
    await page.getByRole('button', { name: 'Änderung vormerken' }).click();
    await expect(page.getByRole('alert')).toContainText('Das Abonnement hat sich inzwischen geändert.');
    await axe(page);
  });
});
