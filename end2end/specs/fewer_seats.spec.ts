/** Fewer licences: the rest of the paid period comes back as credit, which the next order uses. */

import { axe, enter, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { choose, dueToday, editorAddress, fact, heading, line, order, placeOrderButton, summary } from '../steps.ts';

// Relative to this day the period began on 20 November, as in the worked example of the rules of price.
test.use({ seededOn: '2026-12-10' });

test('fewer licences cost nothing today and leave a credit', async ({ page, portal }) => {
  await enter(page, 'anna@nordlicht.example');
  await expect(fact(page, 'Guthaben')).toHaveText('0,00 €');
  await open(page, await editorAddress(page, 'GoTo Meeting'));
  await choose(page, { seats: '6' });
  await expectCreditPrice(page);
  await axe(page);
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await page.waitForURL('**/billing/checkout');
  await hydrated(page);
  await expectCreditPrice(page);
  await expect(fact(page, 'Benutzerlizenzen')).toContainText('6');
  await expect(fact(page, 'Benutzerlizenzen')).toContainText('bisher 10');
  await axe(page);
  await placeOrderButton(page).and(page.getByRole('button', { name: 'Bestellung aufgeben, 0,00 €' })).click();
  await page.waitForURL('**/billing/orders/*');
  await hydrated(page);
  await expect(heading(page)).toHaveText(/^Danke/);
  await expect(page.getByRole('main')).not.toContainText('Visa');
  await expect(page.getByRole('link', { name: /^Rechnung RE-/ })).toBeVisible();
  await axe(page);
  expect(await portal.charges(), 'nothing is charged').toEqual([]);
  await expectCreditNote(page);
  await axe(page);
  await open(page, '/billing');
  await expect(fact(page, 'Guthaben')).toContainText('61,08 €');
  await expect(fact(page, 'Guthaben')).toContainText('wird mit der nächsten Rechnung verrechnet');
  await axe(page);
});

async function expectCreditPrice(page: Page): Promise<void> {
  const slip = summary(page);
  await expect(line(slip, 'Professional × 6')).toContainText('84,00 €');
  await expect(line(slip, 'Gutschrift Professional × 10')).toContainText('−135,33 €');
  await expect(line(slip, 'Zwischensumme')).toContainText('−51,33 €');
  await expect(line(slip, 'USt. 19 %')).toContainText('−9,75 €');
  await expect(line(slip, 'Gesamtbetrag')).toContainText('−61,08 €');
  await expect(dueToday(page)).toContainText('0,00 €');
  await expect(page.getByRole('paragraph').filter({ hasText: 'Guthaben danach' })).toContainText('61,08 €');
}

async function expectCreditNote(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Rechnungskorrektur RK-2026-00001' }).click();
  const paper = page.getByRole('article', { name: 'Rechnungskorrektur RK-2026-00001' });
  await expect(fact(paper, 'Korrekturbetrag')).toHaveText('−161,04 €');
  await expect(fact(paper, 'Korrigiert die Rechnung').getByRole('link')).toHaveText(/^RE-2026-\d{5}$/);
  await expect(paper).toContainText('61,08 € Ihrem Konto gutgeschrieben.');
  await expect(paper).toContainText('99,96 € mit der Rechnung');
}

test('the next order uses the credit and charges the rest', async ({ page, portal }) => {
  await enter(page, 'anna@nordlicht.example');
  await order(page, 'GoTo Meeting', { plan: 'Business', seats: '10' });
  await expect(heading(page)).toHaveText(/^Danke/);
  await expect(line(summary(page).or(page.getByRole('region', { name: 'Bestellung' })), 'Guthaben verrechnet')).toContainText('−61,08 €');
  await expect(page.getByText('Bezahlt mit Visa •••• 4242')).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 6506 }]);
  await page.getByRole('link', { name: /^Rechnung RE-/ }).click();
  const paper = page.getByRole('article', { name: /^Rechnung RE-/ });
  await expect(fact(paper, 'Rechnungsbetrag')).toHaveText('126,14 €');
  await expect(paper).toContainText('61,08 € mit dem Guthaben Ihres Kontos verrechnet.');
  await expect(paper).toContainText('65,06 € am 21.11.2026 mit Visa •••• 4242 bezahlt.');
  await open(page, '/billing');
  await expect(fact(page, 'Guthaben')).toHaveText('0,00 €');
});
