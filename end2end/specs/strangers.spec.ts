/** What belongs to others does not exist, and accounts with little to show show that well. */

import { axe, enter, expect, open, test, type Page } from '../fixtures.ts';
import { editorAddress, fact, heading, mainText, order, tile } from '../steps.ts';

// The browser itself writes down every answer of 4xx.
test.use({ allowConsole: /the server responded with a status of 40[34]/ });

test("another account's addresses answer like addresses that never were", async ({ page, otherBrowser }) => {
  const annas = await otherBrowser();
  await enter(annas, 'anna@nordlicht.example');
  const editor = await editorAddress(annas, 'GoTo Webinar');
  const placed = await order(annas, 'GoTo Meeting', { plan: 'Business' });
  const nobodys = '01a200fa5bf77751b383f54400000000';
  const pairs: [theirs: string, nobodys: string][] = [
    [editor, `/billing/subscriptions/${nobodys}/edit`],
    [placed, `/billing/orders/${nobodys}`],
    ['/billing/invoices/RE-2026-00012', '/billing/invoices/RE-2026-99999'],
  ];
  await enter(page, 'carla@solo.example');
  for (const [theirs, never] of pairs) {
    expect(await whatIsSaid(page, theirs), theirs).toBe(await whatIsSaid(page, never));
  }
  await axe(page);
  for (const odd of ['/billing/subscriptions/%00/edit', "/billing/invoices/RE-2026-00012'--", `/billing/orders/${'x'.repeat(2000)}`]) {
    await whatIsSaid(page, odd);
  }
});

/** What a page that must not be there says. */
async function whatIsSaid(page: Page, address: string): Promise<string> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(404);
  await expect(heading(page)).toHaveText('Nicht gefunden');
  return mainText(page);
}

test('an address that leads nowhere is not found either', async ({ page }) => {
  await enter(page, 'dora@leer.example');
  for (const address of ['/billing/nowhere', '/nowhere']) {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(404);
    await expect(heading(page)).toHaveText('Diese Seite gibt es nicht');
  }
  await axe(page);
});

test("another account's subscription takes no forged post", async ({ page, otherBrowser }) => {
  const annas = await otherBrowser();
  await enter(annas, 'anna@nordlicht.example');
  const editor = await editorAddress(annas, 'GoTo Webinar');
  const form = { _fn: '/api/put_in_cart', subscription: editor.split('/')[3] ?? '', plan: 'pro', seats: '2', interval: 'annual' };
  await enter(page, 'carla@solo.example');
  const answer = await page.request.post(editor, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.status()).toBe(404);
  await open(page, '/billing/cart');
  await expect(page.getByRole('heading', { name: 'Der Warenkorb ist leer' })).toBeVisible();
});

test('a write from another site is refused before anything looks at it', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  for (const [name, value] of [['sec-fetch-site', 'cross-site'], ['sec-fetch-site', 'same-site'], ['origin', 'https://evil.example']] as const) {
    const answer = await page.request.post('/sign-out', { headers: { [name]: value } });
    expect(answer.status()).toBe(403);
  }
  await open(page, '/billing');
  await expect(heading(page)).toHaveText('Abonnements');
});

test('a free trial tells when it ends and offers no order', async ({ page }) => {
  await enter(page, 'carla@solo.example');
  const training = tile(page, 'GoTo Training');
  await expect(training).toContainText('Pro, 1 Benutzerlizenz, Testversion');
  await expect(training).toContainText('kostenlos, endet von selbst');
  await expect(training).toContainText('noch 5 Tage');
  await expect(training).toContainText('Endet am 26.11.2026');
  await expect(training.getByRole('button', { name: 'Optionen' })).toHaveCount(0);
  await expect(fact(page, 'Nächste Rechnung')).toContainText('zurzeit keine');
  await axe(page);
  await open(page, '/billing/invoices');
  await expect(page.getByRole('heading', { name: 'Noch keine Rechnung' })).toBeVisible();
  await axe(page);
});

test('an account with nothing yet says so on every page', async ({ page }) => {
  await enter(page, 'dora@leer.example');
  await expect(page.getByRole('heading', { name: 'Noch kein Abonnement' })).toBeVisible();
  await axe(page);
  await open(page, '/billing/invoices');
  await expect(page.getByRole('heading', { name: 'Noch keine Rechnung' })).toBeVisible();
  await open(page, '/billing/cart');
  await expect(page.getByRole('heading', { name: 'Der Warenkorb ist leer' })).toBeVisible();
  await open(page, '/billing/checkout');
  await expect(page.getByRole('heading', { name: 'Hier gibt es nichts zu bestellen' })).toBeVisible();
});

test('a trial that has ended can be looked at and not edited', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  const assist = tile(page, 'GoToAssist v4');
  await expect(assist).toContainText('Die Testversion endete am 12.11.2026.');
  await expect(assist.getByRole('button', { name: 'Optionen' })).toHaveCount(0);
});
