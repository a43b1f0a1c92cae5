/** The account's history: who changed what, from which price to which; filtered, and taken along as a file. */

import { readFileSync } from 'node:fs';
import { axe, enter, expect, hydrated, open, test } from '../fixtures.ts';
import { heading, openMenu, order } from '../steps.ts';

const anna = 'anna@nordlicht.example';
const change = 'Professional × 10, monatlich, 14,00 € je Lizenz';
const changed = 'Business × 10, monatlich, 19,00 € je Lizenz';

test('tells an order with both prices, finds it by area and day, and gives it as a file', async ({ page }) => {
  await enter(page, anna, '/billing/history');
  await expect(heading(page)).toHaveText('Verlauf');
  await expect(page.getByText('Noch ist nichts geschehen')).toBeVisible();
  await order(page, 'GoTo Meeting', { plan: 'Business' });
  await openMenu(page);
  // On wide screens it stands in a menu of the account.
  const account = page.getByRole('button', { name: 'Konto', exact: true });
  if (await account.isVisible()) await account.click();
  await page.getByRole('link', { name: 'Verlauf' }).click();
  await page.waitForURL('**/billing/history');
  await hydrated(page);
  const entry = page.getByRole('listitem').filter({ hasText: 'Bestellung ausgeführt: 170,56 €' });
  await expect(entry).toContainText('Anna Albrecht');
  await expect(entry).toContainText(change);
  await expect(entry).toContainText(changed);
  await axe(page);

  await page.getByLabel('Bereich').selectOption('Personen');
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await page.waitForURL(/kind=people/);
  await hydrated(page);
  await expect(entry).toHaveCount(0);
  await page.getByRole('link', { name: 'Alles zeigen' }).click();
  await expect(entry).toHaveCount(1);

  await page.getByLabel('Bis').fill('2020-01-01');
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await page.waitForURL(/until=2020-01-01/);
  await hydrated(page);
  await expect(entry).toHaveCount(0);
  await axe(page);

  await open(page, '/billing/history?kind=subscriptions');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Als CSV laden' }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe('verlauf-KD-10234.csv');
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
  expect(lines[0]).toContain('Zeit;Wer;Was;Wovon;Vorher;Nachher');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`;Anna Albrecht;Bestellung ausgeführt: 170,56 €;GoTo Meeting;${change};${changed}`);
});

test.describe('signed out', () => {
  test("the history is nobody's", { tag: '@desktop' }, async ({ page }) => {
    for (const address of ['/billing/history', '/billing/history.csv']) {
      await open(page, address);
      await expect(page).toHaveURL(/\/sign-in\?next=/);
    }
  });
});
