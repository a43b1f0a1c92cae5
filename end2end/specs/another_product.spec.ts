/** Another product, as the customers' help page tells it: from the sign-in to the mail, and to the people who work with it. */

import { enter, expect, hydrated, open, signIn, type Page } from '../fixtures.ts';
import { test } from '../mailed.ts';
import type { Mailbox } from '../mailbox.ts';
import { add, choose, choosePlan, product, seatsField } from '../new_subscription.ts';
import { dueToday, fact, heading, placeOrderButton, putInCart, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const main = (page: Page) => page.getByRole('main');

/** The newest mail to somebody with that subject. */
async function mailTo(mailbox: Mailbox, email: string, subject: string): Promise<string> {
  const found = () => mailbox.mails.filter((mail) => mail.recipients.includes(email) && mail.subject === subject);
  await expect.poll(() => found().length, { timeout: 20_000, message: subject }).toBeGreaterThan(0);
  return (found().at(-1)?.body ?? '').replaceAll('\u00a0', ' ');
}

test('is bought', async ({ page, mailbox, portal }) => {
  await test.step('1 to 3: signed in, the product is chosen', async () => {
    await signIn(page, 'anna@nordlicht.example');
    await add(page);
    await expect(product(page, 'GoTo Training').getByRole('button', { name: 'Kaufen' })).toBeVisible();
    await expect(product(page, 'GoTo Training').getByRole('button', { name: 'Testen' })).toBeVisible();
  });
  await test.step('4 to 6: bought rather than tried, with a plan and licences', async () => {
    await choose(page, 'GoTo Training', 'buy');
    await page.getByRole('radio', { name: /^Pro / }).check();
    await seatsField(page).fill('2');
    await page.getByRole('button', { name: 'Weiter' }).click();
  });
  await test.step('7 and 8: billed by the month, to the checkout', async () => {
    await page.getByRole('radio', { name: 'Monatlich', exact: true }).check();
    await hydrated(page);
    await page.getByRole('button', { name: 'Zur Kasse' }).click();
    await expect(heading(page)).toHaveText('Bestellung prüfen');
  });
  await test.step('9: the period from today on, licences, price and sum; the order can be changed', async () => {
    await expect(fact(page, 'Abrechnungszeitraum')).toContainText('21.11.2026');
    await expect(fact(page, 'Benutzerlizenzen')).toContainText('2');
    await expect(fact(page, 'Planpreis')).toContainText('318,00 €');
    await expect(dueToday(page)).toContainText('378,42 €');
    await expect(page.getByRole('link', { name: 'Bestellung ändern' })).toBeVisible();
  });
  await test.step('10: payment details and VAT number stand there, and the order is placed', async () => {
    await expect(main(page)).toContainText('Visa •••• 4242');
    await expect(page.getByLabel(/^Umsatzsteuer-Identifikationsnummer/)).toBeVisible();
    await hydrated(page);
    await placeOrderButton(page).click();
    await expect(heading(page)).toHaveText(/^Danke/);
    expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 37_842 }]);
  });
  await test.step('the result: in force at once, billed from this day on, and confirmed by mail', async () => {
    await hydrated(page);
    await open(page, '/billing');
    await expect(tile(page, 'GoTo Training')).toContainText('Pro, 2 Benutzerlizenzen, monatlich');
    await expect(tile(page, 'GoTo Training')).toContainText('21.12.2026');
    const mail = await mailTo(mailbox, 'anna@nordlicht.example', 'Ihre Bestellung: GoTo Training Pro');
    expect(mail).toContain('Bezahlt: 378,42 €');
    expect(mail).toContain('/billing/licences');
  });
  await test.step('what comes next: the licences are given to people', async () => {
    await page.getByRole('link', { name: 'Lizenzen zuweisen' }).click();
    await expect(main(page)).toContainText('0 von 2 vergeben');
    await hydrated(page);
    await page.getByRole('checkbox', { name: /^Ben Brandt/ }).check();
    await page.getByRole('button', { name: 'Lizenzen zuweisen' }).click();
    await expect(main(page)).toContainText('1 von 2 vergeben');
  });
});

test('is tried first, with a page that confirms it and a mail that welcomes', async ({ page, mailbox, portal }) => {
  await enter(page, 'dora@leer.example');
  await add(page);
  await choose(page, 'GoTo Webinar', 'try');
  await choosePlan(page, 'Standard', '1');
  await expect(page.getByRole('radio', { name: 'Monatlich', exact: true }), 'a trial is billed in no rhythm').toHaveCount(0);
  await hydrated(page);
  await page.getByRole('button', { name: 'Testversion starten' }).click();
  await expect(heading(page)).toHaveText('Ihre Testversion läuft');
  const mail = await mailTo(mailbox, 'dora@leer.example', 'Willkommen zu Ihrer Testversion: GoTo Webinar Standard');
  expect(mail).toContain('Guten Tag Dora Decker');
  expect(await portal.charges()).toEqual([]);
});

test('joins what waits in the cart: first there, then to the checkout', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await open(page, '/billing');
  await add(page);
  await choose(page, 'GoTo Training', 'buy');
  await choosePlan(page, 'Starter', '1');
  await hydrated(page);
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await expect(heading(page)).toHaveText('Warenkorb');
  await hydrated(page);
  await page.getByRole('link', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  // 170,56 € for the change and 129,71 € for the new one.
  await expect(dueToday(page)).toContainText('300,27 €');
});
