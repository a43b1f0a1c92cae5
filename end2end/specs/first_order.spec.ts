/** The first order: the price that is shown while one types is the price that is charged, invoiced and in force. */

import { orderBusiness } from '../first_order.ts';
import { enter, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { choose, dueToday, editorAddress, line, openMenu, summary } from '../steps.ts';

async function openMeetingEditor(page: Page): Promise<void> {
  await enter(page, 'anna@nordlicht.example');
  await open(page, await editorAddress(page, 'GoTo Meeting'));
}

test.describe('the price in the plan editor', () => {
  test('follows every keystroke without asking the server', { tag: '@script' }, async ({ page }) => {
    await openMeetingEditor(page);
    await page.waitForLoadState('networkidle');
    const entries = await page.evaluate(() => history.length);
    const requests: string[] = [];
    // With every change of the address Chromium takes the icon out of its cache once more.
    page.on('request', (request) => request.url().endsWith('/favicon.svg') || requests.push(request.url()));
    await page.getByRole('radio', { name: /^Business / }).check();
    await expect(dueToday(page)).toContainText('170,56 €');
    const seats = page.getByLabel('Benutzerlizenzen', { exact: true });
    await seats.press('Control+A');
    await seats.press('1');
    await expect(line(summary(page), 'Business × 1')).toContainText('19,00 €');
    await expect(dueToday(page)).toContainText('0,00 €');
    await seats.press('2');
    await expect(line(summary(page), 'Business × 12')).toContainText('228,00 €');
    await expect(dueToday(page)).toContainText('215,78 €');
    await page.getByRole('radio', { name: 'Jährlich' }).check();
    await expect(line(summary(page), 'Business × 12')).toContainText('2.304,00 €');
    await page.getByRole('button', { name: 'Eine Lizenz weniger' }).click();
    await expect(line(summary(page), 'Business × 11')).toContainText('2.112,00 €');
    expect(requests, 'nothing is asked while typing').toEqual([]);
    expect(await page.evaluate(() => history.length), 'typing makes no history').toBe(entries);
  });

  test('stands in the address, so that reload and back restore it', { tag: '@script' }, async ({ page }) => {
    await openMeetingEditor(page);
    await choose(page, { plan: 'Business', seats: '12', interval: 'annual' });
    await expect(page).toHaveURL(/\?plan=business&seats=12&interval=annual$/);
    const price = await dueToday(page).innerText();
    await page.reload();
    await hydrated(page);
    await expectRestored(page, price);
    await openMenu(page);
    await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Rechnungen' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rechnungen');
    await page.goBack();
    await expectRestored(page, price);
  });

  async function expectRestored(page: Page, price: string): Promise<void> {
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('12');
    await expect(page.getByRole('radio', { name: /^Business / })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'Jährlich' })).toBeChecked();
    await expect(dueToday(page)).toHaveText(price);
  }

  test('comes at the press of a button where no script runs', { tag: '@noscript' }, async ({ page }) => {
    await openMeetingEditor(page);
    const seats = page.getByLabel('Benutzerlizenzen', { exact: true });
    await page.getByRole('radio', { name: /^Business / }).check();
    await seats.fill('12');
    await page.getByRole('button', { name: 'Preis berechnen' }).click();
    await expect(dueToday(page)).toContainText('215,78 €');
    await expect(page).toHaveURL(/plan=business&seats=12&interval=monthly$/);
    await expect(seats).toHaveValue('12');
    // Enter asks for the price as well, and orders nothing.
    await seats.fill('10');
    await seats.press('Enter');
    await expect(dueToday(page)).toContainText('170,56 €');
    await expect(page).toHaveURL(/\/edit\?/);
  });

  test('can be unfolded into how it came about', async ({ page }) => {
    await openMeetingEditor(page);
    await choose(page, { plan: 'Business' });
    const credit = line(summary(page), 'Gutschrift');
    await credit.getByText('So wird gerechnet').click();
    await expect(credit).toContainText('10 Lizenzen × 14,00 €');
    await expect(credit).toContainText('davon 10 von 30 Tagen, gerundet');
    await expect(credit.getByText('Bis zum 30.11.2026 ist schon bezahlt.')).toBeVisible();
  });
});

test('the billing contact orders a larger plan, pays and gets the invoice', async ({ page, portal }) => {
  await orderBusiness(page, 'de');
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 17_056 }]);
});
