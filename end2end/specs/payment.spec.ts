/** Payments that go wrong: declined, unanswered, pressed twice. Whatever happens, one order costs once or nothing. */

import { axe, enter, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { heading, order, placeOrderButton, putInCart, tile } from '../steps.ts';

test.use({ portalLife: 'test', portalSettings: { KONTOR_GATEWAY_TIMEOUT_SECONDS: '1' } });

const anna = 'anna@nordlicht.example';
const business = { plan: 'Business' };

test('a declined payment changes nothing, and can be tried again', async ({ page, portal }) => {
  await portal.setFault({ fault: 'decline', times: 1 });
  await enter(page, anna);
  const declined = await order(page, 'GoTo Meeting', business);
  await expect(heading(page)).toHaveText('Die Zahlung wurde abgelehnt');
  await expect(page.getByRole('main')).toContainText('Die Bank hat 170,56 € von Visa •••• 4242 nicht freigegeben.');
  await expect(page.getByRole('main')).toContainText('Es wurde nichts abgebucht und nichts geändert. Ihr Warenkorb ist noch da.');
  await axe(page);
  await open(page, '/billing');
  await expect(tile(page, 'GoTo Meeting')).toContainText('Professional, 10');
  await expect(page.getByRole('link', { name: /^Warenkorb/ })).toHaveAccessibleName('Warenkorb 1 Artikel');
  await open(page, declined);
  await page.getByRole('link', { name: 'Erneut versuchen' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
  await page.getByRole('button', { name: 'Bestellung aufgeben, 170,56 €' }).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  expect(page.url(), 'the new try is another order').not.toContain(declined);
  expect(await portal.charges()).toMatchObject([{ status: 'declined' }, { status: 'succeeded', amount_minor: 17_056 }]);
});

test('a gateway that charges and does not say so is asked again, and the page learns it by itself', async ({ page, portal }) => {
  await portal.setFault({ fault: 'silent_after_charge', delay_ms: 4000, times: 1 });
  await enter(page, anna);
  await order(page, 'GoTo Meeting', business);
  await expectChecking(page);
  await expect(heading(page)).toHaveText(/^Danke/, { timeout: 20_000 });
  await expect(page.getByRole('link', { name: /^Rechnung RE-/ })).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 17_056 }]);
});

test('a gateway that never charged gives the order up, and the cart is still there', async ({ page, portal }) => {
  await portal.setFault({ fault: 'silent_before_charge', delay_ms: 4000, times: 1 });
  await enter(page, anna);
  await order(page, 'GoTo Meeting', business);
  await expectChecking(page);
  await expect(heading(page)).toHaveText('Die Bestellung wurde abgebrochen', { timeout: 20_000 });
  await axe(page);
  await page.getByRole('link', { name: 'Noch einmal bestellen' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
  await placeOrderButton(page).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  expect(await portal.charges()).toMatchObject([{ status: 'cancelled' }, { status: 'succeeded', amount_minor: 17_056 }]);
});

async function expectChecking(page: Page): Promise<void> {
  await expect(heading(page)).toHaveText('Zahlung wird geprüft');
  await expect(page.getByRole('progressbar', { name: 'Zahlung wird geprüft' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Es wird nichts doppelt abgebucht');
}

test('pressing twice orders once', async ({ page, portal }) => {
  await portal.setFault({ fault: 'slow', delay_ms: 500, times: 1 });
  await enter(page, anna);
  await putInCart(page, 'GoTo Meeting', business);
  await placeOrderButton(page).dblclick();
  // The browser gives up the first press's way for the second's; waiting for a URL would take that for a failure.
  await expect(page).toHaveURL(/\/billing\/orders\/[^/]+$/, { timeout: 15_000 });
  await expect(heading(page)).toHaveText(/^Danke/);
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 17_056 }]);
  await open(page, '/billing/invoices');
  await expect(page.getByRole('cell', { name: '170,56 €' })).toHaveCount(1);
});

test('going back after an order orders nothing again', async ({ page, portal }) => {
  await enter(page, anna);
  await order(page, 'GoTo Meeting', business);
  await page.goBack();
  await hydrated(page);
  await expect(page.getByRole('heading', { name: 'Hier gibt es nichts zu bestellen' })).toBeVisible();
  await expect(placeOrderButton(page)).toHaveCount(0);
  expect(await portal.charges()).toHaveLength(1);
});

test.describe('a connection that is gone', () => {
  test.use({ allowConsole: /ERR_INTERNET_DISCONNECTED|no answer/ });

  test('orders nothing, and the order can be placed once it is back', { tag: '@script' }, async ({ page, portal, context }) => {
    await enter(page, anna);
    await putInCart(page, 'GoTo Meeting', business);
    await context.setOffline(true);
    await placeOrderButton(page).click();
    await expect(page.getByRole('main')).toContainText('Es kam keine Antwort.');
    expect(await portal.charges()).toEqual([]);
    await context.setOffline(false);
    await page.getByRole('link', { name: 'Noch einmal versuchen' }).click();
    await expect(heading(page)).toHaveText('Bestellung prüfen');
    await hydrated(page);
    await page.getByRole('button', { name: 'Bestellung aufgeben, 170,56 €' }).click();
    await expect(heading(page)).toHaveText(/^Danke/);
    expect(await portal.charges()).toHaveLength(1);
  });
});
