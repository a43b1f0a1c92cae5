/** The Corporate Billing Portal: its two sentences, the way between the doors, contracts, invoices and the payment profile. */

import { axe, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { fact, heading, tile } from '../steps.ts';

// The browser itself writes down every answer of 4xx.
test.use({ allowConsole: /the server responded with a status of 40[13]/ });

const password = 'kontor-demo-2026';

/** Fills in the sign-in page, which is open. */
async function fillIn(page: Page, userId: string, secret: string): Promise<void> {
  await page.getByLabel('Benutzer-ID').fill(userId);
  await page.getByLabel('Kennwort').fill(secret);
  await page.getByRole('button', { name: 'Anmelden' }).click();
}

/** Signs in with a User ID and stands on the contracts. */
async function enterCorporate(page: Page, userId: string): Promise<void> {
  await open(page, '/corporate/sign-in');
  await fillIn(page, userId, password);
  await page.waitForURL('**/corporate');
  await hydrated(page);
}

test('the two sentences are said, and a way leads from each door to the other', async ({ page }) => {
  await open(page, '/sign-in');
  await page.getByRole('link', { name: 'Zum Corporate Billing Portal' }).click();
  await expect(heading(page)).toHaveText('Anmelden beim Corporate Billing Portal');
  await axe(page);
  await fillIn(page, 'KD-99999', password);
  await expect(page.getByRole('alert')).toContainText('Benutzer-ID ungültig');
  await fillIn(page, 'KD-20419', 'falsch');
  await expect(page.getByRole('alert')).toContainText('Benutzer-ID/Kennwort ungültig');
  await axe(page);
  await page.getByRole('link', { name: 'Zur Anmeldung im Bereich Abrechnung' }).click();
  await page.waitForURL('**/sign-in');
  await page.getByLabel('E-Mail-Adresse').fill('KD-20419');
  await page.getByLabel('Kennwort').fill(password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByText('Ihr Konto wird im Corporate Billing Portal geführt.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Zum Corporate Billing Portal' }).first().click();
  await page.waitForURL('**/corporate/sign-in');
});

test('contracts show period, seats and price, and why seats cannot be added', async ({ page }) => {
  await enterCorporate(page, 'KD-20417');
  const training = tile(page, 'GoTo Training');
  await expect(training).toContainText('Pro, 25 Plätze');
  await expect(fact(training, 'Vertragszeitraum')).toHaveText('01.03.2026 – 28.02.2027');
  await expect(fact(training, 'Preis')).toContainText('33.000,00');
  await expect(training.getByRole('link', { name: 'Plätze hinzufügen' })).toBeVisible();
  await axe(page);
});

test('an account that adds no seats by itself is told whom to write to', async ({ page }) => {
  await enterCorporate(page, 'KD-20419');
  const assist = tile(page, 'GoToAssist v5');
  await expect(assist).toContainText('Für Ihr Konto fügt Corporate Account Services Plätze hinzu.');
  await expect(assist.getByRole('link', { name: 'Corporate Account Services fragen' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Plätze hinzufügen' })).toHaveCount(0);
});

test('an invoice is paid in two parts, and every payment stands with it', async ({ page }) => {
  await enterCorporate(page, 'KD-20417');
  await page.goto('/corporate/invoices');
  await hydrated(page);
  await axe(page);
  const row = page.getByRole('table', { name: 'Offene Rechnungen, älteste zuerst' }).getByRole('row').filter({ hasText: 'GoTo Training' });
  await row.getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await page.getByLabel('Betrag').fill('216,34');
  await page.getByRole('button', { name: 'Betrag übernehmen' }).click();
  await hydrated(page);
  await axe(page);
  await page.getByRole('button', { name: /^Jetzt bezahlen, 216,34/ }).click();
  await expect(page.getByText('Vielen Dank, Ihre Zahlung ist eingegangen.')).toBeVisible();
  await expect(page.getByText(/^216,34.€ am 21\.11\.2026 mit Visa ••••\s4242 bezahlt\.$/)).toBeVisible();
  await hydrated(page);
  await page.getByRole('link', { name: /^Jetzt bezahlen, 2\.000,00/ }).click();
  await page.getByRole('button', { name: /^Jetzt bezahlen, 2\.000,00/ }).click();
  await expect(page.getByText(/^2\.000,00.€ am 21\.11\.2026/)).toBeVisible();
  await axe(page);
});

test('the payment profile changes to bank transfer by the drop-down list', async ({ page }) => {
  await enterCorporate(page, 'KD-20417');
  await page.goto('/corporate/payment-profile');
  await hydrated(page);
  await page.getByRole('link', { name: 'Bearbeiten' }).click();
  await page.getByLabel('Zahlungsmethode').selectOption({ label: 'Überweisung' });
  await page.getByRole('button', { name: 'Weiter' }).click();
  await axe(page);
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByText('Das Zahlungsprofil ist geändert.')).toBeVisible();
  await expect(fact(page, 'Zahlungsziel')).toHaveText('14 Tage');
  await axe(page);
});
