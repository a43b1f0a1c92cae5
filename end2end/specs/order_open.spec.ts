/** While a payment is under way its subscription takes no other order, and every page says why. */

import { axe, enter, expect, hydrated, test } from '../fixtures.ts';
import { editorAddress, heading, placeOrderButton, putInCart, tile } from '../steps.ts';

test('an order that is still being paid holds its subscription', async ({ page, portal, context }) => {
  await enter(page, 'anna@nordlicht.example');
  const editor = await editorAddress(page, 'GoTo Meeting');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await portal.setFault({ fault: 'slow', delay_ms: 7000, times: 1 });
  await placeOrderButton(page).click({ noWaitAfter: true });
  const second = await context.newPage();
  await expect(async () => {
    await second.goto('/billing');
    await expect(tile(second, 'GoTo Meeting')).toContainText('Bestellung wird verarbeitet', { timeout: 500 });
  }).toPass();
  await expect(tile(second, 'GoTo Meeting').getByRole('button', { name: 'Optionen' })).toHaveCount(0);
  await second.goto(editor);
  await expect(heading(second)).toHaveText('Eine Bestellung wird noch verarbeitet');
  await second.goto('/billing/checkout');
  await expect(second.getByRole('status').filter({ hasText: 'Eine Bestellung ist noch in Arbeit.' })).toBeVisible();
  await second.getByRole('link', { name: 'Bestellung ansehen' }).click();
  await expect(heading(second)).toHaveText('Zahlung wird geprüft');
  await hydrated(second);
  await axe(second);
  await expect(heading(second), 'the page that watches learns it').toHaveText(/^Danke/, { timeout: 20_000 });
  await expect(heading(page)).toHaveText(/^Danke/, { timeout: 20_000 });
  expect(await portal.charges()).toHaveLength(1);
});
