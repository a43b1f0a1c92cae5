/** The list of invoices: searched and filtered by its address, summed up, taken along, printed as a whole year. */

import { readFileSync } from 'node:fs';
import { axe, enter, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { fact } from '../steps.ts';

const anna = 'anna@nordlicht.example';

/** Follows a link to a file; its name and what is in it. */
async function downloaded(page: Page, link: string): Promise<{ name: string; text: string }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  const file = await downloading;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('is searched and filtered, and says what it sums up to', async ({ page }) => {
  await enter(page, anna, '/billing/invoices');
  const rows = page.getByRole('table').getByRole('link', { name: /^R[EK]-/ });
  await expect(fact(page, 'Belege')).toHaveText('13');
  await axe(page);
  await page.getByLabel('Nummer oder Produkt').fill('webinar');
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await page.waitForURL(/search=webinar/);
  await hydrated(page);
  await expect(rows).toHaveCount(1);
  await expect(fact(page, 'Summe')).toHaveText('2.256,24 €');
  await expect(page.getByLabel('Nummer oder Produkt')).toHaveValue('webinar');

  await page.getByLabel('Nummer oder Produkt').fill('');
  await page.getByLabel('Jahr').selectOption('2025');
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await page.waitForURL(/year=2025/);
  await hydrated(page);
  await expect(rows).toHaveText(['RE-2025-00001']);
  await expect(fact(page, 'Davon offen')).toHaveText('0,00 €');
  await axe(page);

  await page.getByLabel('Stand').selectOption('Offen');
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await page.waitForURL(/state=open/);
  await hydrated(page);
  await expect(rows).toHaveCount(0);
  await page.getByRole('link', { name: 'Alles zeigen' }).click();
  await expect(fact(page, 'Belege')).toHaveText('13');
});

test('is downloaded as it is filtered', { tag: '@desktop' }, async ({ page }) => {
  await enter(page, anna, '/billing/invoices?year=2026&product=goto-meeting');
  const file = await downloaded(page, 'Als CSV laden');
  expect(file.name).toBe('rechnungen-KD-10234.csv');
  const lines = file.text.trim().split('\r\n');
  expect(lines[0]).toContain('Nummer;Art;Datum');
  expect(lines).toHaveLength(12);
  expect(lines[1]).toBe('RE-2026-00012;Rechnung;2026-11-01;GoTo Meeting;Bezahlt;166,60;0,00;EUR;');
});

test('is taken along as papers to print, a year or a single one', { tag: '@desktop' }, async ({ page }) => {
  await enter(page, anna, '/billing/invoices?year=2026');
  const year = await downloaded(page, 'Belege als Datei zum Drucken');
  expect(year.name).toBe('rechnungen-KD-10234-2026.html');
  expect(year.text.match(/<article [^>]*class="invoice"/g)).toHaveLength(12);
  expect(year.text.indexOf('title-RE-2026-00001')).toBeLessThan(year.text.indexOf('title-RE-2026-00012'));
  await open(page, '/billing/invoices/RE-2026-00012');
  const one = await downloaded(page, 'Herunterladen');
  expect(one.name).toBe('RE-2026-00012.html');
  // The file stands by itself: it is opened where nothing of the portal is.
  await page.goto('about:blank');
  await page.setContent(one.text);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rechnung RE-2026-00012');
  await expect(page.getByText('166,60 €', { exact: true })).toBeVisible();
});

test.describe('signed out', () => {
  test('the file is nobody\'s', { tag: '@desktop' }, async ({ page }) => {
    await open(page, '/billing/invoices.csv');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });
});
