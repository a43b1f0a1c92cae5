/** Adding a subscription: bought, or tried first, as the help page of customers tells step by step. */

import { axe, enter, expect, hydrated, open, runsScripts, test } from '../fixtures.ts';
import { add, choose, choosePlan, newAddress, product, seatsField } from '../new_subscription.ts';
import { dueToday, fact, heading, line, placeOrderButton, putInCart, summary, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

test('the billing contact buys another product', async ({ page, portal }) => {
  await enter(page, 'anna@nordlicht.example');
  await add(page);
  await axe(page);
  await choose(page, 'GoTo Training', 'buy');
  await expect(heading(page)).toHaveText('GoTo Training kaufen');
  await axe(page);
  await choosePlan(page, 'Pro', '3');
  await page.getByRole('radio', { name: 'Monatlich', exact: true }).check();
  // 3 × 159,00 € und 19 % USt.
  await expect(dueToday(page)).toContainText('567,63 €');
  await page.getByRole('radio', { name: 'Jährlich', exact: true }).check();
  if (!runsScripts(page)) await page.getByRole('button', { name: 'Preis berechnen' }).click();
  await expect(line(summary(page), 'Pro × 3')).toContainText('4.572,00 €');
  await expect(dueToday(page)).toContainText('5.440,68 €');
  await expect(page).toHaveURL(/offer=buy&plan=pro&seats=3&interval=annual$/);
  await hydrated(page);
  await axe(page);
  await page.getByRole('radio', { name: 'Monatlich', exact: true }).check();
  await page.getByRole('button', { name: 'Zur Kasse' }).click();

  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await expect(fact(page, 'Abrechnungszeitraum')).toContainText('21.11.2026');
  await expect(fact(page, 'Benutzerlizenzen')).toContainText('3');
  await expect(fact(page, 'Planpreis')).toContainText('477,00 €');
  await expect(dueToday(page)).toContainText('567,63 €');
  await hydrated(page);
  await page.getByRole('link', { name: 'Bestellung ändern' }).click();
  await expect(heading(page), 'back at the last step').toHaveText('GoTo Training kaufen');
  await hydrated(page);
  await page.getByRole('link', { name: 'Plan oder Lizenzen ändern' }).click();
  await expect(seatsField(page)).toHaveValue('3');
  await hydrated(page);
  await choosePlan(page, 'Starter', '2');
  await expect(page.getByRole('radio', { name: 'Monatlich', exact: true })).toBeChecked();
  // 2 × 109,00 € und 19 % USt.
  await expect(dueToday(page)).toContainText('259,42 €');
  await hydrated(page);
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await expect(dueToday(page)).toContainText('259,42 €');
  await hydrated(page);
  await placeOrderButton(page).click();
  await page.waitForURL('**/billing/orders/*');
  await expect(heading(page)).toHaveText('Danke, Ihre Bestellung ist ausgeführt');
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 25_942 }]);
  await hydrated(page);
  await open(page, '/billing');
  await expect(tile(page, 'GoTo Training')).toContainText('Starter, 2 Benutzerlizenzen, monatlich');
  await expect(tile(page, 'GoTo Training')).toContainText('21.12.2026');
});

test('the billing contact of a new account tries a product', async ({ page, portal }) => {
  await enter(page, 'dora@leer.example');
  await expect(page.getByRole('heading', { name: 'Noch kein Abonnement' })).toBeVisible();
  await add(page);
  await expect(product(page, 'GoTo Webinar')).toContainText('7 Tage kostenlos testen.');
  await choose(page, 'GoTo Webinar', 'try');
  await choosePlan(page, 'Standard', '3');
  await expect(page.getByRole('heading', { name: '7 Tage kostenlos' })).toBeVisible();
  await expect(fact(page, 'Kostenlos bis einschließlich')).toContainText('27.11.2026');
  await expect(fact(page, 'Kostenlos bis einschließlich')).toContainText('Endet am 28.11.2026 von selbst.');
  await hydrated(page);
  await axe(page);
  const address = page.url();
  await page.getByRole('button', { name: 'Testversion starten' }).click();
  await page.waitForURL('**/trial-started');
  await expect(heading(page)).toHaveText('Ihre Testversion läuft');
  await expect(fact(page, 'Benutzerlizenzen')).toContainText('3');
  await hydrated(page);
  await axe(page);

  await open(page, '/billing');
  const webinar = tile(page, 'GoTo Webinar');
  await expect(webinar).toContainText('Standard, 3 Benutzerlizenzen, Testversion');
  await expect(webinar).toContainText('noch 7 Tage');
  await expect(webinar.getByRole('button', { name: 'Optionen' })).toHaveCount(0);
  // The same link again: one cannot begin it twice.
  await open(page, address);
  await expect(page.getByText('Die Testversion dieses Produkts läuft bereits.')).toBeVisible();
  expect(await portal.charges()).toEqual([]);
});

test('what was tried is bought with its plan and licences, and shown once', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  const assist = tile(page, 'GoToAssist v4');
  await expect(assist.getByRole('button', { name: 'Optionen' })).toHaveCount(0);
  await assist.getByRole('link', { name: 'Jetzt abonnieren' }).click();
  await expect(seatsField(page)).toHaveValue('3');
  await expect(page.getByRole('radio', { checked: true })).toHaveAccessibleName(/^Remote Support Fernhilfe/);
  await hydrated(page);
  await choosePlan(page, 'Remote Support Plus', '4');
  await expect(page.getByRole('button', { name: 'Zur Kasse' })).toBeVisible();
  await hydrated(page);
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
  await placeOrderButton(page).click();
  await page.waitForURL('**/billing/orders/*');
  await hydrated(page);
  await open(page, '/billing');
  await expect(assist).toHaveCount(1);
  await expect(assist).toContainText('Remote Support Plus, 4 Benutzerlizenzen, monatlich');
});

test('other items in the cart lead to the cart first', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await open(page, `${newAddress}?product=goto-training&offer=buy&plan=pro&seats=3`);
  await expect(page.getByRole('button', { name: 'Zur Kasse' })).toHaveCount(0);
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await expect(heading(page)).toHaveText('Warenkorb');
  await expect(page.getByRole('heading', { name: 'GoTo Training' })).toBeVisible();
  await hydrated(page);
  await page.getByRole('link', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
});

test('an account without a payment method reaches checkout', async ({ page }) => {
  await enter(page, 'dora@leer.example', `${newAddress}?product=goto-meeting&offer=buy&plan=professional&seats=1&interval=annual`);
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await page.waitForURL('**/billing/checkout');
  await hydrated(page);
  await expect(dueToday(page)).toContainText('171,36 €');
});
