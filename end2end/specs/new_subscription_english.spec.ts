/** Trying a product, and subscribing while the trial runs, by somebody whose browser speaks English. */

import { enter, expect, hydrated, open, test } from '../fixtures.ts';
import { add, choose, choosePlan, newLabels, seatsField } from '../new_subscription.ts';
import { dueToday, fact, heading, placeOrderButton, tile } from '../steps.ts';
import { foreignWords } from '../words.ts';

test.use({ locale: 'en-GB', portalLife: 'test' });

test('a product is tried and then bought in English', async ({ page, portal }) => {
  await enter(page, 'anna@nordlicht.example');
  await add(page, 'en');
  expect(await foreignWords(page, 'en')).toEqual([]);
  await choose(page, 'GoTo Training', 'try', 'en');
  expect(await foreignWords(page, 'en')).toEqual([]);
  await choosePlan(page, 'Pro', '3', 'en');
  await expect(fact(page, 'Free of charge up to and including')).toContainText('20 Dec 2026');
  expect(await foreignWords(page, 'en')).toEqual([]);
  await hydrated(page);
  await page.getByRole('button', { name: newLabels.en.startTrial }).click();
  await expect(heading(page)).toHaveText('Your free trial is running');
  expect(await foreignWords(page, 'en')).toEqual([]);
  await hydrated(page);

  await open(page, '/billing');
  await expect(tile(page, 'GoTo Training')).toContainText('30 days left');
  await tile(page, 'GoTo Training').getByRole('link', { name: newLabels.en.subscribeNow }).click();
  await expect(seatsField(page, 'en')).toHaveValue('3');
  await hydrated(page);
  await page.getByRole('button', { name: newLabels.en.next }).click();
  await expect(dueToday(page, 'en')).toContainText('€567.63');
  await hydrated(page);
  expect(await foreignWords(page, 'en')).toEqual([]);
  await page.getByRole('button', { name: 'Proceed to checkout' }).click();
  await page.waitForURL('**/billing/checkout');
  await hydrated(page);
  await placeOrderButton(page, 'en').click();
  await page.waitForURL('**/billing/orders/*');
  await hydrated(page);
  await open(page, '/billing');
  await expect(tile(page, 'GoTo Training')).toHaveCount(1);
  await expect(tile(page, 'GoTo Training')).toContainText('Pro, 3 user licences, monthly');
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 56_763 }]);
});
