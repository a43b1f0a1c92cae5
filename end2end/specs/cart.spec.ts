/** The cart: several changes, seen on every device of the account, and a checkout that notices when they change. */

import { axe, enter, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { choose, dueToday, editorAddress, fact, heading, line, order, placeOrderButton, putInCart, summary, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

function cartLink(page: Page) {
  return page.getByRole('link', { name: /^Warenkorb/ });
}

function item(page: Page, product: string) {
  return page.getByRole('list', { name: 'Änderungen im Warenkorb' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name: product }) });
}

test('holds two changes, each to edit and to remove', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await expect(cartLink(page)).toHaveAccessibleName('Warenkorb');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await expect(heading(page), 'alone, a change goes straight to checkout').toHaveText('Bestellung prüfen');
  await expect(cartLink(page)).toHaveAccessibleName('Warenkorb 1 Artikel');
  await open(page, await editorAddress(page, 'GoTo Webinar'));
  await expect(tileBadge(page)).toHaveCount(0);
  await choose(page, { seats: '3' });
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await expect(heading(page)).toHaveText('Warenkorb');
  await hydrated(page);
  await expect(cartLink(page)).toHaveAccessibleName('Warenkorb 2 Artikel');
  await expect(item(page, 'GoTo Meeting')).toContainText('143,33 €');
  await expect(item(page, 'GoTo Webinar')).toContainText('1.540,18 €');
  await expect(dueToday(page)).toContainText('2.003,38 €');
  await axe(page);

  await item(page, 'GoTo Webinar').getByRole('link', { name: 'Bearbeiten' }).click();
  await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('3');
  await hydrated(page);
  await choose(page, { seats: '4' });
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await expect(item(page, 'GoTo Webinar')).toContainText('Standard × 4');
  await expect(cartLink(page), 'the later replaces the earlier').toHaveAccessibleName('Warenkorb 2 Artikel');
  await hydrated(page);

  await item(page, 'GoTo Meeting').getByRole('button', { name: 'Entfernen' }).click();
  await expect(item(page, 'GoTo Meeting')).toHaveCount(0);
  await expect(cartLink(page)).toHaveAccessibleName('Warenkorb 1 Artikel');
  await hydrated(page);
  await open(page, '/billing');
  await expect(tile(page, 'GoTo Webinar')).toContainText('Änderung im Warenkorb');
  await expect(tile(page, 'GoTo Meeting')).not.toContainText('Änderung im Warenkorb');
});

function tileBadge(page: Page) {
  return page.getByText('Änderung im Warenkorb');
}

test('is ordered as a whole', async ({ page, portal }) => {
  await enter(page, 'anna@nordlicht.example');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await putInCart(page, 'GoTo Webinar', { seats: '3' });
  await page.getByRole('link', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 2, name: 'GoTo Meeting' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'GoTo Webinar' })).toBeVisible();
  await expect(line(summary(page), 'Gutschrift GoTo Webinar Standard × 2')).toContainText('−1.303,82 €');
  await axe(page);
  await page.getByRole('button', { name: 'Bestellung aufgeben, 2.003,38 €' }).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  await hydrated(page);
  await expect(page.getByText('GoTo Webinar: 1 Benutzerlizenz mehr')).toBeVisible();
  await expect(cartLink(page)).toHaveAccessibleName('Warenkorb');
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 200_338 }]);
});

test('of two plan changes and a new product becomes one order, one charge and one invoice', async ({ page, portal }) => {
  await enter(page, 'anna@nordlicht.example');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await putInCart(page, 'GoTo Webinar', { seats: '3' });
  await open(page, '/billing/subscriptions/new?product=goto-training&offer=buy&plan=pro&seats=1&interval=monthly');
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await expect(heading(page)).toHaveText('Warenkorb');
  await hydrated(page);
  await expect(cartLink(page)).toHaveAccessibleName('Warenkorb 3 Artikel');
  await expect(item(page, 'GoTo Training')).toContainText('159,00 €');
  // 143,33 € + 1.540,18 € + 159,00 €, and 19 % of their sum.
  await expect(dueToday(page)).toContainText('2.192,59 €');
  await axe(page);
  await page.getByRole('link', { name: 'Zur Kasse' }).click();
  await hydrated(page);
  await page.getByRole('button', { name: 'Bestellung aufgeben, 2.192,59 €' }).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  await hydrated(page);
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 219_259 }]);
  const invoice = page.getByRole('link', { name: /^Rechnung RE-/ });
  await expect(invoice).toHaveCount(1);
  await invoice.click();
  const main = page.getByRole('main');
  for (const product of ['GoTo Meeting', 'GoTo Webinar', 'GoTo Training']) await expect(main).toContainText(product);
  await expect(main).toContainText('2.192,59 €');
  await open(page, '/billing');
  await expect(tile(page, 'GoTo Training')).toContainText('Aktiv');
});

test('has nothing to check out when it is empty', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example', '/billing/checkout');
  await expect(page.getByRole('heading', { name: 'Hier gibt es nichts zu bestellen' })).toBeVisible();
  await expect(placeOrderButton(page)).toHaveCount(0);
  await axe(page);
  await open(page, '/billing/cart');
  await expect(page.getByRole('heading', { name: 'Der Warenkorb ist leer' })).toBeVisible();
  await axe(page);
});

test.describe('changed on another device while checkout is open', () => {
  // The browser itself writes down every answer of 4xx.
  test.use({ allowConsole: /the server responded with a status of (409|422)/ });

  test('it tells old and new price and charges nothing before the next press', async ({ page, portal, otherBrowser }) => {
    await enter(page, 'anna@nordlicht.example');
    await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
    const phone = await otherBrowser();
    await enter(phone, 'anna@nordlicht.example');
    await expect(cartLink(phone), 'the cart is seen on every device').toHaveAccessibleName('Warenkorb 1 Artikel');
    await putInCart(phone, 'GoTo Meeting', { plan: 'Business', seats: '12' });

    await page.getByRole('button', { name: 'Bestellung aufgeben, 170,56 €' }).click();
    const notice = page.getByRole('status').filter({ hasText: 'Der Preis hat sich geändert.' });
    await expect(notice).toContainText('Es wurde noch nichts bestellt.');
    await hydrated(page);
    await expect(fact(page, 'Statt')).toHaveText('170,56 €');
    await expect(fact(page, 'Jetzt')).toHaveText('215,78 €');
    await expect(fact(page, 'Benutzerlizenzen')).toContainText('12');
    expect(await portal.charges(), 'nothing is charged').toEqual([]);
    await axe(page);

    await page.getByRole('button', { name: 'Bestellung aufgeben, 215,78 €' }).click();
    await expect(heading(page)).toHaveText(/^Danke/);
    expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 21_578 }]);
  });

  test('an order that the other device has placed is not placed again', async ({ page, portal, otherBrowser }) => {
    await enter(page, 'anna@nordlicht.example');
    await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
    const phone = await otherBrowser();
    await enter(phone, 'anna@nordlicht.example');
    const placed = await order(phone, 'GoTo Meeting', { plan: 'Business' });
    await page.getByRole('button', { name: 'Bestellung aufgeben, 170,56 €' }).click();
    await page.waitForURL(new RegExp(`${placed}$|/billing/checkout$`));
    await expect(page.getByRole('main')).toContainText(/Danke|Hier gibt es nichts zu bestellen/);
    expect(await portal.charges()).toHaveLength(1);
  });
});
