/** A plan of GoToAssist v4 is changed as the customers' help page tells it: from the ended trial to the new period. */

import { enter, expect, hydrated, open, runsScripts, signIn, test, type Page } from '../fixtures.ts';
import { seatsField } from '../new_subscription.ts';
import { choose, dueToday, fact, heading, line, openEditor, placeOrderButton, putInCart, summary, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const assist = 'GoToAssist v4';
const main = (page: Page) => page.getByRole('main');

/** The trial has ended, so that there are no options: subscribing comes first. */
async function subscribe(page: Page, seats: string): Promise<void> {
  await open(page, '/billing');
  await expect(tile(page, assist).getByRole('button', { name: 'Optionen' })).toHaveCount(0);
  await tile(page, assist).getByRole('link', { name: 'Jetzt abonnieren' }).click();
  await hydrated(page);
  // The plan of the trial is chosen already.
  await seatsField(page).fill(seats);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByRole('button', { name: 'Zur Kasse' })).toBeVisible();
  await hydrated(page);
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
  await placeOrderButton(page).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  await hydrated(page);
  await open(page, '/billing');
}

test('to a larger plan with more licences', async ({ page, portal }) => {
  await test.step('1 and 2: signed in; from the tile through its options to the editor', async () => {
    await signIn(page, 'anna@nordlicht.example');
    await subscribe(page, '3');
    await openEditor(page, assist);
  });
  await test.step('3 and 4: plan, licences and frequency are chosen, and the order summary says what that costs', async () => {
    await expect(page.getByRole('radio', { name: 'Monatlich', exact: true })).toBeChecked();
    await choose(page, { plan: 'Remote Support Plus', seats: '5' });
    // Bought today: all of it comes back.
    await expect(line(summary(page), 'Remote Support Plus × 5')).toContainText('395,00 €');
    await expect(line(summary(page), 'Gutschrift Remote Support × 3')).toContainText('−165,00 €');
    await expect(dueToday(page)).toContainText('273,70 €');
    await page.getByRole('button', { name: 'Zur Kasse' }).click();
  });
  await test.step('5: period from today on, licences, price and sum; since the price rises, payment details and VAT number', async () => {
    await expect(heading(page)).toHaveText('Bestellung prüfen');
    await expect(fact(page, 'Abrechnungszeitraum')).toContainText('21.11.2026');
    await expect(fact(page, 'Benutzerlizenzen')).toContainText('5');
    await expect(fact(page, 'Planpreis')).toContainText('395,00 €');
    await expect(dueToday(page)).toContainText('273,70 €');
    await expect(page.getByRole('link', { name: 'Bestellung ändern' })).toHaveAttribute('href', /plan=remote-support-plus&seats=5/);
    await expect(main(page)).toContainText('Visa •••• 4242');
    await expect(page.getByLabel(/^Umsatzsteuer-Identifikationsnummer/)).toBeVisible();
  });
  await test.step('6: the order is placed; plan and period are new from today on', async () => {
    await hydrated(page);
    await placeOrderButton(page).click();
    await expect(heading(page)).toHaveText(/^Danke/);
    await expect(page.getByRole('status').filter({ hasText: '2 Benutzerlizenzen mehr' }).getByRole('link', { name: 'Lizenzen zuweisen' })).toBeVisible();
    expect((await portal.charges()).at(-1)).toMatchObject({ status: 'succeeded', amount_minor: 27_370 });
    await hydrated(page);
    await open(page, '/billing');
    await expect(tile(page, assist)).toContainText('Remote Support Plus, 5 Benutzerlizenzen, monatlich');
    await expect(tile(page, assist)).toContainText('21.12.2026');
  });
  await test.step('what comes next: the licences are given to those who sign in with them', async () => {
    await open(page, '/billing/licences');
    await page.getByRole('navigation', { name: 'Abonnements' }).getByRole('link', { name: new RegExp(`^${assist}`) }).click();
    await expect(main(page)).toContainText('0 von 5 vergeben');
    await hydrated(page);
    await page.getByLabel(/^Weitere Personen/).fill('eva@nordlicht.example, otto@nordlicht.example');
    await page.getByRole('button', { name: 'Lizenzen zuweisen' }).click();
    await expect(main(page)).toContainText('2 von 5 vergeben');
  });
});

test('through the cart, where something waits there already', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await subscribe(page, '1');
  await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
  await open(page, '/billing');
  await openEditor(page, assist);
  await choose(page, { seats: '2' });
  await expect(page.getByRole('button', { name: 'Zur Kasse' })).toHaveCount(0);
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await expect(heading(page)).toHaveText('Warenkorb');
  await hydrated(page);
  await page.getByRole('link', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
});

test('to fewer licences online, to a lower plan by way of customer care', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await open(page, '/billing');
  await openEditor(page, 'GoTo Webinar');
  await expect(page.getByRole('radio', { name: /^Lite / })).toBeDisabled();
  await expect(main(page).getByRole('link', { name: 'Wechsel zu Lite anfragen' })).toBeVisible();
  await choose(page, { seats: '1' });
  await expect(dueToday(page)).toContainText('0,00 €');
  if (!runsScripts(page)) await hydrated(page);
  await expect(page.getByRole('button', { name: 'Zur Kasse' })).toBeVisible();
});
