/** An invoice that could not be charged: what the account is told, and the ways to pay it. */

import { axe, enter, expect, hydrated, open, runsScripts, test, type Page } from '../fixtures.ts';
import type { Portal } from '../portal.ts';
import { cards, changeMethod, enterCard } from '../payment_page.ts';
import { heading, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';
const invoice = 'RE-2026-00013';

/** Anna's card declines the renewal of GoTo Meeting, and she comes back the day after. */
async function owe(page: Page, portal: Portal): Promise<void> {
  await enter(page, anna, '/billing/payment-method');
  await changeMethod(page);
  await enterCard(page, cards.insufficient);
  await portal.moveTo('2026-12-01');
  await expect(async () => {
    await open(page, '/billing');
    await expect(page.getByRole('main')).toContainText(`Rechnung ${invoice} ist überfällig`, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

/** From wherever the notice stands to the gateway's page and back, with another card. */
async function changeCard(page: Page, number: string): Promise<void> {
  await open(page, '/billing/payment-method');
  await changeMethod(page);
  await enterCard(page, number);
}

test('says what is owed and what happens when, and is paid with another card', async ({ page, portal }) => {
  await owe(page, portal);
  const main = page.getByRole('main');
  await expect(main).toContainText('166,60 € für GoTo Meeting');
  await expect(main).toContainText('Das Konto ist nicht gedeckt.');
  await expect(main).toContainText(/22\.12\.2026\s*Der Zugang ruht, bis bezahlt ist\./);
  await axe(page);

  await page.getByRole('button', { name: 'Jetzt bezahlen, 166,60 €' }).click();
  await page.waitForURL(`**/billing/invoices/${invoice}`);
  await hydrated(page);
  const standing = page.getByRole('region', { name: 'Stand dieser Rechnung' });
  await expect(standing).toContainText('Überfällig');
  await expect(standing.getByRole('listitem').filter({ hasText: /^01\.12\.2026.*mit Visa ••••\s9995 abgelehnt/ })).toHaveCount(2);
  if (runsScripts(page)) await expect.poll(() => page.evaluate(() => scrollY), 'what matters first is on screen').toBe(0);
  await axe(page);

  await standing.getByRole('link', { name: 'Andere Zahlungsmethode' }).click();
  await expect(heading(page)).toHaveText('Zahlungsmethode');
  await hydrated(page);
  await changeCard(page, cards.good);
  await page.getByRole('button', { name: 'Jetzt bezahlen, 166,60 €' }).click();
  await page.waitForURL(`**/billing/invoices/${invoice}`);
  await expect(standing).toContainText('166,60 € am 01.12.2026 mit Visa •••• 4242 bezahlt.');
  await hydrated(page);
  await axe(page);
  const paid = (await portal.charges()).filter((charge) => charge.status === 'succeeded');
  expect(paid).toMatchObject([{ amount_minor: 16_660 }]);
  await open(page, '/billing');
  await expect(page.getByRole('main')).not.toContainText('überfällig');
  await expect(tile(page, 'GoTo Meeting')).toContainText('Aktiv');
});

test('is paid once when the button is pressed twice', { tag: ['@desktop', '@script'] }, async ({ page, portal }) => {
  await owe(page, portal);
  await changeCard(page, cards.good);
  await open(page, '/billing');
  await portal.setFault({ fault: 'slow', delay_ms: 1500, times: 1 });
  await page.getByRole('button', { name: 'Jetzt bezahlen, 166,60 €' }).dblclick();
  await page.waitForURL(`**/billing/invoices/${invoice}`);
  await expect(page.getByRole('region', { name: 'Stand dieser Rechnung' })).toContainText('mit Visa •••• 4242 bezahlt.');
  expect((await portal.charges()).filter((charge) => charge.status === 'succeeded')).toHaveLength(1);
});

test('is confirmed at the bank, or given up', { tag: '@desktop' }, async ({ page, portal }) => {
  await owe(page, portal);
  await changeCard(page, cards.confirmed);
  await open(page, `/billing/invoices/${invoice}`);
  const standing = page.getByRole('region', { name: 'Stand dieser Rechnung' });
  await standing.getByRole('button', { name: 'Jetzt bezahlen, 166,60 €' }).click();
  await expect(standing).toContainText('Ihre Bank möchte, dass Sie die Zahlung von 166,60 € selbst bestätigen.');
  await hydrated(page);
  await axe(page);
  await standing.getByRole('button', { name: 'Zahlung abbrechen' }).click();
  await expect(standing).toContainText('Überfällig');
  await hydrated(page);
  await standing.getByRole('button', { name: 'Jetzt bezahlen, 166,60 €' }).click();
  await standing.getByRole('link', { name: 'Bei der Bank bestätigen' }).click();
  await page.getByRole('button', { name: 'Zahlung bestätigen' }).click();
  await page.waitForURL(`**/billing/invoices/${invoice}`);
  await expect(standing).toContainText('166,60 € am 01.12.2026 mit Visa •••• 3220 bezahlt.');
});

test('is told to nobody but the billing contact', { tag: '@desktop' }, async ({ page, portal, otherBrowser }) => {
  await owe(page, portal);
  const bens = await otherBrowser();
  await enter(bens, 'ben@nordlicht.example');
  await expect(bens.getByRole('main')).not.toContainText('überfällig');
  await open(bens, `/billing/invoices/${invoice}`);
  await expect(bens.getByRole('button', { name: /^Jetzt bezahlen/ })).toHaveCount(0);
});

test('says the same in English', { tag: '@desktop' }, async ({ page, portal, otherBrowser }) => {
  await owe(page, portal);
  const english = await otherBrowser({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  await enter(english, anna);
  await expect(english.getByRole('main')).toContainText(`Invoice ${invoice} is overdue`);
  await expect(english.getByRole('button', { name: 'Pay now, €166.60' })).toBeVisible();
  await axe(english);
});
