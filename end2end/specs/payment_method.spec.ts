/** The payment method, step by step as the help page on changing it tells; and a card that will not last. */

import { axe, enter, expect, hydrated, open, test } from '../fixtures.ts';
import { cards, enterCard } from '../payment_page.ts';
import { heading, openMenu } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';

test('is changed at any time: navigation, edit, VAT number, update', async ({ page, portal }) => {
  await enter(page, anna);
  await openMenu(page);
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Zahlungsmethode' }).click();
  await expect(heading(page)).toHaveText('Zahlungsmethode');
  await hydrated(page);
  const method = page.getByRole('region', { name: 'Zahlungsmethode' });
  await expect(method).toContainText('Visa •••• 4242');
  await expect(page.getByRole('button', { name: 'Zahlungsmethode aktualisieren' }), 'nobody changes it by accident').toHaveCount(0);

  await method.getByRole('link', { name: 'Bearbeiten' }).click();
  const update = method.getByRole('button', { name: 'Zahlungsmethode aktualisieren' });
  await expect(update).toBeVisible();
  await hydrated(page);
  await axe(page);
  await method.getByRole('link', { name: 'Nichts ändern' }).click();
  await expect(update).toHaveCount(0);
  await method.getByRole('link', { name: 'Bearbeiten' }).click();

  await page.getByLabel(/^Umsatzsteuer-Identifikationsnummer/).fill('DE136695976');
  await page.getByRole('button', { name: 'Anwenden' }).click();
  await expect(page.getByRole('main')).toContainText('Die Nummer ist geprüft');
  await hydrated(page);

  await page.goto(`${portal.url}/billing/payment-method?edit=method`);
  await hydrated(page);
  await update.click();
  await enterCard(page, cards.confirmed);
  await expect(method).toContainText('Visa •••• 3220');
  await expect(method).toContainText('gültig bis 04/2031');
  await expect(update, 'done is done').toHaveCount(0);
});

test('is asked for on the home page before the card expires, and after', { tag: '@desktop' }, async ({ page, portal }) => {
  await enter(page, anna);
  const main = page.getByRole('main');
  await expect(main).not.toContainText('läuft mit dem Monat');
  await portal.moveTo('2028-04-10');
  await open(page, '/billing');
  await expect(main).toContainText('Visa •••• 4242 läuft mit dem Monat 04/2028 ab.');
  await axe(page);
  await portal.moveTo('2028-05-02');
  await open(page, '/billing');
  await expect(main).toContainText('Visa •••• 4242 ist mit dem Monat 04/2028 abgelaufen');
  await main.getByRole('link', { name: 'Zahlungsmethode aktualisieren' }).click();
  await expect(heading(page)).toHaveText('Zahlungsmethode');
  await hydrated(page);
  await page.getByRole('button', { name: 'Zahlungsmethode aktualisieren' }).click();
  await enterCard(page, cards.good);
  await open(page, '/billing');
  await expect(main).not.toContainText('abgelaufen');
});
