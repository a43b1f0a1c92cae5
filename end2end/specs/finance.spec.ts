/** Finance: a transfer is recorded, allocated and taken back, an invoice is corrected, and the customer sees all of it. */

import { axe, expect, fillSignIn, hydrated, open, password, test, type Page } from '../fixtures.ts';
import { heading } from '../steps.ts';

// The browser itself writes down every answer of 4xx.
test.use({ portalLife: 'test', allowConsole: /the server responded with a status of 422/ });

async function enterStaff(page: Page, email: string): Promise<void> {
  await open(page, '/staff/sign-in');
  await fillSignIn(page, email, password);
  await page.waitForURL('**/staff/accounts');
  await hydrated(page);
}

/** Records a transfer of the clinic and stands on its page. */
async function recordTransfer(page: Page, amount: string, reference: string): Promise<void> {
  await page.goto('/staff/payments');
  await hydrated(page);
  await page.getByRole('link', { name: 'Zahlungseingang erfassen' }).click();
  await expect(heading(page)).toHaveText('Zahlungseingang erfassen');
  await page.getByLabel('Kundennummer').fill('KD-20419');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByText('Stadtklinik gGmbH, KD-20419')).toBeVisible();
  await hydrated(page);
  await page.getByLabel('Betrag').fill(amount);
  await page.getByLabel('Verwendungszweck').fill(reference);
  await axe(page);
  await page.getByRole('button', { name: 'Erfassen' }).click();
  await expect(page.getByText('Der Zahlungseingang ist erfasst.')).toBeVisible();
  await hydrated(page);
}

test('a transfer pays the rest of an invoice, and bounces', async ({ page }) => {
  await enterStaff(page, 'omar@kontor.example');
  await page.goto('/staff/payments');
  await hydrated(page);
  await expect(page.getByRole('table', { name: 'Zahlungseingänge' })).toContainText('Stadtklinik gGmbH');
  await axe(page);
  await recordTransfer(page, '3.853,60', '2. Rate');
  await expect(page.getByText('Vorschlag: Diese Rechnung hat genau diesen offenen Betrag.')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Zuordnen' }).click();
  await expect(page.getByText('Die Zuordnung ist gebucht.')).toBeVisible();
  await hydrated(page);
  await axe(page);
  await page.getByRole('table', { name: 'Bezahlte Rechnungen' }).getByRole('link').click();
  await expect(page.getByText(/^3\.853,60.€ per Überweisung vom 21\.11\.2026 bezahlt\.$/)).toBeVisible();
  await axe(page);
  await page.goBack();
  await hydrated(page);
  await page.getByText('Den ganzen Zahlungseingang stornieren').click();
  await page.getByRole('button', { name: 'Zahlungseingang stornieren' }).click();
  await expect(page.getByLabel('Grund').last()).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Grund').last().fill('Von der Bank zurückgerufen');
  await page.getByRole('button', { name: 'Zahlungseingang stornieren' }).click();
  await expect(page.getByText('Die Rücknahme ist gebucht.')).toBeVisible();
  await expect(page.getByText('Von der Bank zurückgerufen').first()).toBeVisible();
});

test('an invoice is corrected after a look at what that does', async ({ page }) => {
  await enterStaff(page, 'omar@kontor.example');
  await page.goto('/staff/payments');
  await hydrated(page);
  await page.getByRole('link', { name: /^Überweisung, / }).click();
  await hydrated(page);
  await page.getByRole('table', { name: 'Bezahlte Rechnungen' }).getByRole('link').click();
  await hydrated(page);
  await page.getByText('Rechnung korrigieren').click();
  await page.getByLabel(/^GoToAssist v5/).fill('1.000,00');
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await expect(page.getByText(/^heute 3\.853,60.€, danach 2\.663,60.€$/)).toBeVisible();
  await hydrated(page);
  await axe(page);
  await page.getByLabel('Grund').fill('Ausfall im Oktober');
  await page.getByRole('button', { name: /^Rechnungskorrektur ausstellen, 1\.190,00/ }).click();
  await expect(page.getByText('Die Rechnungskorrektur ist ausgestellt.')).toBeVisible();
  await expect(page.getByText(/1\.190,00.€ am 21\.11\.2026 mit RUK-2026-00001 gutgeschrieben\. Grund: Ausfall im Oktober/)).toBeVisible();
});

test('a representative sees money and moves none', async ({ page }) => {
  await enterStaff(page, 'rita@kontor.example');
  await page.goto('/staff/payments');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Zahlungseingang erfassen' })).toHaveCount(0);
  await page.getByRole('link', { name: /^Überweisung, / }).click();
  await expect(page.getByRole('table', { name: 'Bezahlte Rechnungen' })).toBeVisible();
  await expect(page.getByText('Den ganzen Zahlungseingang stornieren')).toHaveCount(0);
});
