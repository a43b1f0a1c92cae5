/** The corporate door in English: the reader switches the language, adds seats, places the service order and pays an invoice. */

import { axe, expect, hydrated, open, test } from '../fixtures.ts';
import { completeServiceOrder, enterCorporate, enterStaff, follow, julia, lastPart, press, rita, takeServiceOrder } from '../corporate.ts';
import { fact, heading, openMenu, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

test('switched to English, seats are added step by step, and an invoice is paid', async ({ page, otherBrowser }) => {
  await enterCorporate(page, julia);
  await expect(heading(page)).toHaveText('Abonnements');
  await openMenu(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Subscriptions');
  await expect(tile(page, 'GoTo Training')).toContainText('Pro, 25 seats');
  await openMenu(page);
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  for (const name of ['Subscriptions', 'Quotes', 'Service orders', 'Invoices']) await expect(navigation.getByRole('link', { name, exact: true })).toBeVisible();
  const account = navigation.getByRole('button', { name: 'Account', exact: true });
  if (await account.isVisible()) await account.click();
  for (const name of ['Payment profile', 'Purchase orders', 'Billing contacts', 'Billing details', 'History', 'Help']) {
    await expect(navigation.getByRole('link', { name, exact: true })).toBeVisible();
  }

  await open(page, '/corporate/seats');
  await expect(heading(page)).toHaveText('Add seats');
  await expect(page.getByText('There are open quotes')).toBeVisible();
  await page.getByLabel('New seat qty · GoTo Training Pro').fill('5');
  await page.getByLabel('New seat qty · GoTo Webinar Pro').fill('1');
  await page.getByLabel('Let these quotes expire and replace them by the new one').check();
  await axe(page);
  await press(page, 'Save cart and review', '**/corporate/quotes/AN-2026-*');
  await expect(heading(page)).toHaveText(`Quote ${lastPart(page)}`);
  await expect(page.getByRole('main')).toContainText('25 + 5 = 30');
  await expect(page.getByText('€3,367.74').first()).toBeVisible();
  await axe(page);
  await follow(page, 'Proceed to payment', '**/payment');
  await expect(heading(page)).toHaveText('Check payment information');
  await page.getByLabel('Name').fill('Ada Adler');
  await page.getByLabel('Email address').fill('ada@alpenwerk.example');
  await axe(page);
  await press(page, 'Save and continue to service order', '**/review');
  await expect(heading(page)).toHaveText('Review service order');
  await expect(fact(page, 'Admin contact')).toHaveText('Ada Adler, ada@alpenwerk.example');
  await axe(page);
  await press(page, 'Place service order, €3,367.74', '**/corporate/service-orders/SA-2026-00001');
  await expect(heading(page)).toHaveText('Service order SA-2026-00001');
  await expect(page.getByText('Thank you, we have received your service order')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/It is processed by \d+ \w+ \d{4}, \d\d:\d\d\./);
  await axe(page);

  const staff = await otherBrowser();
  await enterStaff(staff, rita);
  await takeServiceOrder(staff, 'SA-2026-00001');
  await completeServiceOrder(staff);
  await open(page, '/corporate/service-orders/SA-2026-00001');
  await expect(page.getByText('Your service order is done')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Invoice RU-2026-/ })).toBeVisible();
  await open(page, '/corporate');
  await expect(tile(page, 'GoTo Training')).toContainText('30 seats');

  await open(page, '/corporate/invoices');
  await expect(heading(page)).toHaveText('Invoices');
  const row = page.getByRole('table', { name: 'Open invoices, oldest first' }).getByRole('row').filter({ hasText: 'GoTo Training' });
  await row.getByRole('link', { name: 'Pay now' }).click();
  await expect(heading(page)).toHaveText('Pay invoices');
  await hydrated(page);
  await page.getByLabel('Amount').fill('216.34');
  await page.getByRole('button', { name: 'Use this amount' }).click();
  await page.waitForURL('**/corporate/invoices/pay?**amount=**');
  await hydrated(page);
  await axe(page);
  await press(page, 'Pay now, €216.34', /\/corporate\/invoices\/RU-[^/]+\?done=paid$/);
  await expect(page.getByText('Thank you, your payment has been received.')).toBeVisible();
  await expect(page.getByText(/^€216\.34 paid on 21 Nov 2026 with Visa ••••\s4242\.$/)).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Partly paid');
});
