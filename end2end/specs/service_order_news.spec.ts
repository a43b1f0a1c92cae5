/** The customer's page of a service order hears by itself where it has come to: two browsers at once. */

import { axe, expect, test } from '../fixtures.ts';
import { acceptQuote, completeServiceOrder, enterCorporate, enterStaff, follow, julia, rita } from '../corporate.ts';

test.use({ portalLife: 'test' });

/** The representative's quote: ten seats more of GoTo Training. */
const seats = { quote: 'AN-2026-00001' };

test('the customer sees a service order move without loading the page anew', { tag: '@script' }, async ({ page, otherBrowser }) => {
  await enterCorporate(page, julia);
  const number = await acceptQuote(page, seats.quote);
  await expect(page.getByText('Vielen Dank, Ihr Serviceauftrag ist eingegangen')).toBeVisible();
  // Gone with the page, should anything load it.
  await page.evaluate(() => Object.assign(window, { isSame: true }));

  const staff = await otherBrowser();
  await enterStaff(staff, rita, '/staff/service-orders');
  await follow(staff, number, `**/staff/service-orders/${number}`);
  await staff.getByRole('button', { name: 'Übernehmen' }).click();
  await expect(staff.getByRole('button', { name: 'Erledigt' })).toBeVisible();
  await expect(page.getByText('Ihr Serviceauftrag wird bearbeitet')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/Rita Rehm bearbeitet ihn, spätestens bis \d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr\./);
  await expect(page.getByRole('status').filter({ hasText: /^In Bearbeitung$/ })).toHaveCount(1);
  await axe(page);

  await completeServiceOrder(staff);
  await expect(page.getByText('Ihr Serviceauftrag ist erledigt')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^Erledigt$/ })).toHaveCount(1);
  await expect(page.getByRole('link', { name: /^Rechnung RU-2026-/ })).toBeVisible();
  expect(await page.evaluate(() => 'isSame' in window), 'nothing has loaded the page').toBe(true);
  await axe(page);
});
