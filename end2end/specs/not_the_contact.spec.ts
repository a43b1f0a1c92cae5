/** A colleague who may look but not order: sees what runs, and is told who may, by name, wherever an order would begin. */

import { axe, enter, expect, open, test, type Page } from '../fixtures.ts';
import { editorAddress, heading, placeOrderButton, putInCart, tile } from '../steps.ts';

const ben = 'ben@nordlicht.example';
const told = 'Wenden Sie sich an Ihren Abrechnungsadministrator (Anna Albrecht, anna@nordlicht.example)';

// The browser itself writes down every answer of 4xx.
test.use({ allowConsole: /the server responded with a status of 403/ });

test('sees the subscriptions without a way to change them', async ({ page }) => {
  await enter(page, ben);
  await expect(page.getByText(told)).toBeVisible();
  await expectWayToAnna(page);
  await expect(tile(page, 'GoTo Meeting')).toContainText('Professional, 10 Benutzerlizenzen');
  await expect(page.getByRole('button', { name: 'Optionen' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Abonnement bearbeiten' })).toHaveCount(0);
  await axe(page);
});

async function expectWayToAnna(page: Page): Promise<void> {
  const way = page.getByRole('link', { name: 'E-Mail an den Abrechnungsadministrator' });
  await expect(way).toHaveAttribute('href', 'mailto:anna@nordlicht.example');
}

test('is told in words at the addresses of editor and checkout', async ({ page, otherBrowser }) => {
  const annas = await otherBrowser();
  await enter(annas, 'anna@nordlicht.example');
  const editor = await editorAddress(annas, 'GoTo Meeting');
  await putInCart(annas, 'GoTo Meeting', { plan: 'Business' });
  await enter(page, ben);
  for (const address of [editor, `${editor}?plan=business&seats=20&interval=monthly`, '/billing/checkout']) {
    await open(page, address);
    await expect(heading(page)).toHaveText('Das darf nur Ihr Abrechnungsadministrator');
    await expect(page.getByText(told)).toBeVisible();
    await expectWayToAnna(page);
    await expect(page.getByRole('button', { name: 'Zur Kasse' }).or(placeOrderButton(page))).toHaveCount(0);
  }
  await axe(page);
  await open(page, '/billing/cart');
  await expect(page.getByText(told)).toBeVisible();
  await expect(page.getByText('Business × 10').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Entfernen' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Zur Kasse' })).toHaveCount(0);
  await axe(page);
});

test('has every forged post refused', async ({ page, portal, otherBrowser }) => {
  const annas = await otherBrowser();
  await enter(annas, 'anna@nordlicht.example');
  const editor = await editorAddress(annas, 'GoTo Webinar');
  await putInCart(annas, 'GoTo Meeting', { plan: 'Business' });
  await open(annas, '/billing/checkout');
  const hidden = async (name: string): Promise<string> => (await annas.locator(`input[name=${name}]`).getAttribute('value')) ?? '';
  const [checkout_key, seen] = [await hidden('checkout_key'), await hidden('seen')];
  const subscription = editor.split('/')[3] ?? '';
  const forged: [address: string, form: Record<string, string>][] = [
    [editor, { _fn: '/api/put_in_cart', subscription, plan: 'pro', seats: '2', interval: 'annual' }],
    ['/api/put_in_cart', { subscription, plan: 'pro', seats: '2', interval: 'annual' }],
    ['/billing/cart', { _fn: '/api/remove_from_cart', product: 'goto-meeting' }],
    ['/billing/checkout', { _fn: '/api/place_order', checkout_key, seen, seen_due_minor: '17056' }],
    ['/api/place_order', { checkout_key, seen, seen_due_minor: '17056' }],
  ];
  await enter(page, ben);
  for (const [address, form] of forged) {
    const headers = { accept: 'application/json', 'sec-fetch-site': 'same-origin' };
    const answer = await page.request.post(address, { form, headers });
    expect(answer.status(), address).toBe(403);
    expect(await answer.text(), address).toContain('anna@nordlicht.example');
  }
  await open(annas, '/billing/cart');
  await expect(annas.getByRole('list', { name: 'Änderungen im Warenkorb' }).getByRole('listitem')).toHaveCount(1);
  expect(await portal.charges()).toEqual([]);
});
