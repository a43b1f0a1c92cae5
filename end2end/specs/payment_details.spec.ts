/** Payment details and VAT number where an order asks for them: entered on the gateway's page, checked, confirmed, declined. */

import { axe, enter, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { cards, changeMethod, enterBankAccount, enterCard, goodIban } from '../payment_page.ts';
import { dueToday, heading, placeOrderButton, putInCart, summary } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';
const carla = 'carla@solo.example';
const vatNumber = 'ATU12345675';

/** A card in the cart of somebody without payment method: Training Pro, one licence, monthly, to Austria. */
async function checkOutTraining(page: Page): Promise<void> {
  await enter(page, carla, '/billing/subscriptions/new?product=goto-training&offer=buy&plan=pro&seats=1&interval=monthly');
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
}

async function applyVatNumber(page: Page, number: string): Promise<void> {
  await page.getByLabel(/^Umsatzsteuer-Identifikationsnummer/).fill(number);
  await page.getByRole('button', { name: 'Anwenden' }).click();
}

test('who has no payment method enters one on the way, and a valid VAT number takes the tax off', async ({ page, portal }) => {
  await checkOutTraining(page);
  await expect(dueToday(page)).toContainText('190,80 €');
  await expect(placeOrderButton(page), 'nothing can be ordered yet').toHaveCount(0);
  await axe(page);

  await applyVatNumber(page, vatNumber);
  await expect(page.getByRole('main')).toContainText('Die Nummer ist geprüft');
  await expect(dueToday(page)).toContainText('159,00 €');
  await expect(summary(page)).toContainText('0 %');
  await hydrated(page);

  await page.getByRole('button', { name: 'Zahlungsmethode eingeben' }).click();
  await enterCard(page, cards.good);
  await expect(page.getByRole('main')).toContainText('Visa •••• 4242');
  await page.getByRole('button', { name: 'Bestellung aufgeben, 159,00 €' }).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  await hydrated(page);
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 15_900 }]);

  await page.getByRole('link', { name: /^Rechnung RE-/ }).click();
  await expect(page.getByRole('main')).toContainText('Steuerschuldnerschaft des Leistungsempfängers.');
  await expect(page.getByRole('main')).toContainText(vatNumber);
});

test.describe('a VAT number that cannot be used', () => {
  test.use({ allowConsole: /the server responded with a status of 422/ });

  test('is told at its field, and what was typed stays', { tag: '@desktop' }, async ({ page }) => {
    await checkOutTraining(page);
    const field = page.getByLabel(/^Umsatzsteuer-Identifikationsnummer/);
    await applyVatNumber(page, 'ATU12345676');
    await expect(field).toHaveAccessibleDescription(/Prüfziffer/);
    await expect(field).toHaveValue('ATU12345676');
    await applyVatNumber(page, 'DE123456788');
    await expect(field).toHaveAccessibleDescription(/AT/);
    await applyVatNumber(page, 'ATU10005000');
    await expect(field).toHaveAccessibleDescription(/Register|nicht (registriert|vergeben|bekannt)/);
    await expect(dueToday(page)).toContainText('190,80 €');
    await axe(page);
  });

  test('is kept as unverified while the register is silent, and tax is charged', { tag: '@desktop' }, async ({ page }) => {
    await checkOutTraining(page);
    await applyVatNumber(page, 'ATU10008999');
    await expect(page.getByRole('main')).toContainText('noch nicht bestätigt');
    await expect(dueToday(page)).toContainText('190,80 €');
    await axe(page);
  });
});

test.describe('a card whose bank asks its holder', () => {
  async function orderWithQuestion(page: Page): Promise<void> {
    await enter(page, anna, '/billing/payment-method');
    await changeMethod(page);
    await enterCard(page, cards.confirmed);
    await expect(page.getByRole('main')).toContainText('Visa •••• 3220');
    await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
    await placeOrderButton(page).click();
    await page.waitForURL('**/billing/orders/*');
    await expect(heading(page)).toHaveText('Bestätigen Sie die Zahlung');
    await hydrated(page);
  }

  test('is charged once they have confirmed', { tag: '@desktop' }, async ({ page, portal }) => {
    await orderWithQuestion(page);
    await axe(page);
    expect(await portal.charges(), 'nothing is charged so far').not.toContainEqual(expect.objectContaining({ status: 'succeeded' }));
    await page.getByRole('link', { name: 'Bei der Bank bestätigen' }).click();
    await page.getByRole('button', { name: 'Zahlung bestätigen' }).click();
    await expect(heading(page)).toHaveText(/^Danke/);
    expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 17_056 }]);
  });

  test('is not charged when they refuse, and another card pays', { tag: '@desktop' }, async ({ page, portal }) => {
    await orderWithQuestion(page);
    await page.getByRole('link', { name: 'Bei der Bank bestätigen' }).click();
    await page.getByRole('button', { name: 'Zahlung ablehnen' }).click();
    await expect(heading(page)).toHaveText('Die Zahlung wurde abgelehnt');
    await expect(page.getByRole('main')).toContainText('wurde bei der Bank nicht bestätigt');
    await hydrated(page);
    await page.getByRole('button', { name: 'Andere Zahlungsmethode verwenden' }).click();
    await enterCard(page, cards.good);
    await expect(heading(page)).toHaveText('Bestellung prüfen');
    await page.getByRole('button', { name: 'Bestellung aufgeben, 170,56 €' }).click();
    await expect(heading(page)).toHaveText(/^Danke/);
    expect(await portal.charges()).toMatchObject([{ status: 'declined' }, { status: 'succeeded', amount_minor: 17_056 }]);
  });

  test('is not charged when they give the order up, and the cart is still there', { tag: '@desktop' }, async ({ page, portal }) => {
    await orderWithQuestion(page);
    await page.getByRole('button', { name: 'Bestellung abbrechen' }).click();
    await expect(heading(page)).toHaveText('Die Bestellung wurde abgebrochen');
    await open(page, '/billing/cart');
    await expect(dueToday(page)).toContainText('170,56 €');
    expect(await portal.charges()).toMatchObject([{ status: 'cancelled' }]);
  });
});

test('a bank account is debited, with its mandate on the invoice', { tag: '@desktop' }, async ({ page, portal }) => {
  await enter(page, anna, '/billing/payment-method');
  await axe(page);
  await changeMethod(page);
  await enterBankAccount(page, goodIban);
  await expect(page.getByRole('main')).toContainText('SEPA-Lastschrift DE •••• 3000');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await placeOrderButton(page).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  await expect(page.getByRole('main')).toContainText('Wird eingezogen per SEPA-Lastschrift DE •••• 3000');
  await hydrated(page);
  expect(await portal.charges()).toMatchObject([{ status: 'pending', amount_minor: 17_056 }]);
  await page.getByRole('link', { name: /^Rechnung RE-/ }).click();
  await expect(page.getByRole('main')).toContainText(/per SEPA-Lastschrift ••••\s3000 eingezogen, beauftragt am 21\.11\.2026, Mandat M-/);
});

test('a payment page that is given up changes nothing', { tag: '@desktop' }, async ({ page }) => {
  await enter(page, anna, '/billing/payment-method');
  await changeMethod(page);
  await page.getByRole('button', { name: 'Abbrechen und zurück' }).click();
  await expect(page.getByRole('main')).toContainText('An Ihrer Zahlungsmethode hat sich nichts geändert.');
  await expect(page.getByRole('main')).toContainText('Visa •••• 4242');
});
