/** How billing contacts come in: online accounts by the Billing Center, larger ones by the Corporate Billing Portal, and what each is told who does not get in. */

import { axe, enter, expect, fillSignIn, hydrated, open, password, runsScripts } from '../fixtures.ts';
import { mailedAddress, test } from '../mailed.ts';
import { choose, heading, openEditor, openMenu, tile } from '../steps.ts';

test.use({ portalLife: 'test', allowConsole: /the server responded with a status of 40[13]/ });

const sentence = 'Vierzehn Lampen im Regen';

test('the Billing Center adds and changes subscriptions, prints invoices and takes another card', async ({ page }) => {
  await open(page, '/sign-in');
  await fillSignIn(page, 'anna@nordlicht.example', password);
  await page.waitForURL('**/billing');
  await expect(page.getByRole('link', { name: 'Neues Abonnement hinzufügen' })).toBeVisible();
  await openEditor(page, 'GoTo Meeting');
  await choose(page, { interval: 'annual' });
  await expect(page.getByRole('radio', { name: /^Jährlich/ })).toBeChecked();
  await open(page, '/billing/invoices');
  await page.getByRole('link', { name: 'RE-2026-00012' }).click();
  await hydrated(page);
  await expect(page.getByRole('article', { name: 'Rechnung RE-2026-00012' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Herunterladen' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Drucken' })).toHaveCount(runsScripts(page) ? 1 : 0);
  await openMenu(page);
  await page.getByRole('link', { name: 'Zahlungsmethode' }).click();
  await page.getByRole('link', { name: 'Bearbeiten' }).click();
  await expect(page.getByRole('button', { name: 'Zahlungsmethode aktualisieren' })).toBeVisible();
});

test('who is not the billing contact reads whom to ask, and writes to them with one press', async ({ page }) => {
  await enter(page, 'ben@nordlicht.example');
  const told = 'Wenden Sie sich an Ihren Abrechnungsadministrator (Anna Albrecht, anna@nordlicht.example), um Produkt- oder Lizenzänderungen für Ihr Konto anzufordern.';
  await expect(page.getByText(told)).toBeVisible();
  await expect(page.getByRole('link', { name: 'E-Mail an den Abrechnungsadministrator' })).toHaveAttribute('href', 'mailto:anna@nordlicht.example');
});

test('the Corporate Billing Portal has a sign-in of its own, and a forgotten password goes to the contact', async ({ page, mailbox }) => {
  await open(page, '/corporate/sign-in');
  for (const [userId, secret, message] of [
    ['anna@nordlicht.example', password, 'Benutzer-ID ungültig'],
    ['KD-20417', 'falsch', 'Benutzer-ID/Kennwort ungültig'],
  ] as const) {
    await page.getByLabel('Benutzer-ID').fill(userId);
    await page.getByLabel('Kennwort', { exact: true }).fill(secret);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await expect(page.getByRole('alert')).toContainText(message);
    await hydrated(page);
  }
  await page.getByRole('link', { name: 'Kennwort vergessen?' }).click();
  await page.waitForURL('**/corporate/forgot-password');
  await hydrated(page);
  await axe(page);
  await page.getByLabel('Benutzer-ID').fill('KD-20417');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(page.getByText('ist eine E-Mail mit einem Link an die Adresse des Abrechnungskontakts unterwegs')).toBeVisible();
  const link = await mailedAddress(mailbox, 'julia.alpers@alpenwerk.example', '/set-password/');
  await open(page, link);
  await page.getByLabel('Neues Kennwort').fill(sentence);
  await page.getByRole('button', { name: 'Kennwort festlegen' }).click();
  await page.waitForURL('**/corporate/sign-in**');
  await hydrated(page);
  await page.getByLabel('Benutzer-ID').fill('KD-20417');
  await page.getByLabel('Kennwort', { exact: true }).fill(sentence);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.waitForURL('**/corporate');
  await expect(heading(page)).toHaveText('Abonnements');
  await expect(tile(page, 'GoTo Training')).toContainText('25 Plätze');
});
