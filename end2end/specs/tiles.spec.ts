/** What a tile says of what lies ahead or is in the way: a service that rests, a price that rises. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, enter, expect, fillSignIn, hydrated, open, password, test, type Page } from '../fixtures.ts';
import { cards, changeMethod, enterCard } from '../payment_page.ts';
import { tile } from '../steps.ts';

/** The demo's price list, in which Meeting Professional costs more from 1 January 2027 on. */
function dearerCatalogue(): string {
  const text = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'catalogue.toml'), 'utf8');
  const price = '{ currency = "EUR", interval = "monthly", from = "2024-01-01", unit_minor = 1400 },';
  if (!text.includes(price)) throw new Error('the demo has other prices');
  const file = join(mkdtempSync(join(tmpdir(), 'kontor-catalogue-')), 'catalogue.toml');
  writeFileSync(file, text.replace(price, `${price}\n    ${price.replace('2024-01-01', '2027-01-01').replace('1400', '1600')}`));
  return file;
}

test.use({ portalLife: 'test', portalSettings: { KONTOR_CATALOGUE: dearerCatalogue() } });

const anna = 'anna@nordlicht.example';

/** Until the worker has done what a new day brought. */
async function untilTile(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await open(page, '/billing');
    await expect(tile(page, 'GoTo Meeting')).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

test('a service that rests says since when, and leads to the invoice that brings it back', async ({ page, otherBrowser }) => {
  await enter(page, anna, '/billing/payment-method');
  await changeMethod(page);
  await enterCard(page, cards.insufficient);
  // Day by day, as the steps of dunning follow each other.
  const rita = await otherBrowser();
  await open(rita, '/staff/sign-in?next=/staff/clock');
  await fillSignIn(rita, 'rita@kontor.example', password);
  await rita.waitForURL('**/staff/clock');
  await hydrated(rita);
  await rita.getByLabel('Bis zu diesem Tag').fill('2026-12-22');
  await rita.getByRole('button', { name: 'Bis dahin vergehen lassen' }).click();
  await rita.waitForURL('**/staff/clock?moved=yes');
  await untilTile(page, 'Ruht');
  const meeting = tile(page, 'GoTo Meeting');
  await expect(meeting).toContainText(/22\.12\.2026/);
  await expect(meeting).not.toContainText('Nächste Abrechnung');
  await axe(page);
  await meeting.getByRole('link', { name: /Rechnung/ }).click();
  await page.waitForURL('**/billing/invoices/RE-2026-*');
  await expect(tile(page, 'GoTo Webinar')).toHaveCount(0);
});

test('a price that rises is told with its day, before and after', async ({ page, portal, otherBrowser }) => {
  await enter(page, anna);
  // The next renewal is still at the old price.
  await expect(tile(page, 'GoTo Meeting')).not.toContainText('statt');
  await portal.moveTo('2026-12-01');
  await untilTile(page, /Ab 01\.01\.2027: 16,00\s€ je Lizenz und Monat statt 14,00\s€\./);
  // 10 × 16,00 € and 19 %.
  await expect(tile(page, 'GoTo Meeting')).toContainText(/Nächste Abrechnung 01\.01\.2027, 190,40\s€ inkl\. USt\./);
  await axe(page);
  const english = await otherBrowser({ locale: 'en-GB' });
  await enter(english, anna);
  await expect(tile(english, 'GoTo Meeting')).toContainText(/From 1 Jan 2027: €16\.00 .* €14\.00/);
});
