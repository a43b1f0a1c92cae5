/** The staff finds accounts by whatever they know of them, and sees everything of one; the outbox and the price list. */

import { axe, expect, fillSignIn, hydrated, open, password, test, type Page } from '../fixtures.ts';
import { heading } from '../steps.ts';

async function enterAs(page: Page, login: string): Promise<void> {
  await open(page, '/staff/sign-in');
  await fillSignIn(page, login, password);
  await page.waitForURL('**/staff/accounts');
  await hydrated(page);
}

async function search(page: Page, words: string): Promise<void> {
  await open(page, '/staff/accounts');
  await page.getByRole('searchbox', { name: 'Konto suchen' }).fill(words);
  await page.getByRole('button', { name: 'Suchen' }).click();
}

const tabs = ['Rechnungen und Zahlungen', 'Angebote und Anfragen', 'Verlauf', 'Übersicht'];

test('one whole number or address leads straight to its account, and back to the list', async ({ page }) => {
  await enterAs(page, 'rita@kontor.example');
  for (const [words, name] of [
    ['kd-20417', 'Alpenwerk AG'],
    ['RE-2026-00001', 'Nordlicht GmbH'],
    ['Ben@Nordlicht.example', 'Nordlicht GmbH'],
    ['leer & sohne', 'Leer & Söhne'],
  ] as const) {
    await search(page, words);
    await page.waitForURL(/staff\/accounts\/KD-\d+\?found=/);
    await hydrated(page);
    await expect(heading(page)).toHaveText(name);
  }
  await page.getByRole('link', { name: 'Alles zu „leer & sohne“' }).click();
  await page.waitForURL('**list=yes**');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Leer & Söhne' })).toBeVisible();
  await search(page, 'nord');
  await page.waitForURL('**search=nord');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Nordlicht GmbH' })).toBeVisible();
  await axe(page);
  await search(page, 'gibt es nicht');
  await expect(page.getByRole('main')).toContainText('Nichts gefunden');
});

test('everything of an account is behind its tabs', async ({ page }) => {
  await enterAs(page, 'omar@kontor.example');
  await open(page, '/staff/accounts/KD-20417');
  await expect(page.getByRole('main')).toContainText('Karte');
  await axe(page);
  for (const name of tabs) {
    await page.getByRole('navigation', { name: 'Seiten des Kontos' }).getByRole('link', { name }).click();
    await expect(page.getByRole('navigation', { name: 'Seiten des Kontos' }).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    await hydrated(page);
    await expect(heading(page)).toHaveText('Alpenwerk AG');
    await axe(page);
  }
  await open(page, '/staff/accounts/KD-20417/documents');
  await expect(page.getByRole('table', { name: 'Rechnungen' })).toContainText('RU-2026-');
  await expect(page.getByRole('main')).toContainText('Offen: ');
  await open(page, '/staff/accounts/KD-20417/business');
  await expect(page.getByRole('table', { name: 'Angebote' }).getByRole('link').first()).toHaveText(/^AN-2026-/);
  await open(page, '/staff/accounts/KD-20417/history');
  await expect(page.getByRole('table', { name: 'Wer hineingesehen hat' })).toContainText('Omar Orth');
});

test.describe('who looks after an account', () => {
  test.use({ portalLife: 'test' });

  test('the operator says so, and a representative reads it', async ({ page, otherBrowser }) => {
    await enterAs(page, 'omar@kontor.example');
    await open(page, '/staff/accounts/KD-10234');
    await page.getByLabel('Betreut von').selectOption('Rita Rehm');
    await page.getByRole('button', { name: 'Betreuung ändern' }).click();
    await page.waitForURL('**done=assigned');
    await expect(page.getByRole('status').filter({ hasText: 'Die Betreuung ist geändert.' })).toBeVisible();
    const rita = await otherBrowser();
    await enterAs(rita, 'rita@kontor.example');
    await open(rita, '/staff/accounts/KD-10234');
    await expect(rita.getByRole('region', { name: 'Betreuung' })).toContainText('Rita Rehm');
    await expect(rita.getByRole('button', { name: 'Betreuung ändern' })).toHaveCount(0);
    await open(rita, '/staff/accounts/KD-10234/history');
    await expect(rita.getByRole('table', { name: 'Wer hineingesehen hat' })).toHaveCount(0);
  });
});

test('the outbox is searched by address and state', async ({ page }) => {
  await enterAs(page, 'omar@kontor.example');
  await open(page, '/staff/outbox');
  await axe(page);
  await page.getByRole('searchbox', { name: 'E-Mail-Adresse' }).fill('niemand@nirgendwo');
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.waitForURL('**search=niemand**');
  await hydrated(page);
  await expect(page.getByRole('main').getByRole('table')).toHaveCount(0);
  await open(page, '/staff/outbox?state=failed');
  await expect(page.getByRole('navigation', { name: 'E-Mails nach Stand' }).getByRole('link', { name: 'Nicht zustellbar' })).toHaveAttribute('aria-current', 'true');
});

test('the price list tells every price with its days', async ({ page }) => {
  await enterAs(page, 'rita@kontor.example');
  await open(page, '/staff/catalogue');
  await expect(heading(page)).toHaveText('Preisliste');
  const meeting = page.getByRole('region', { name: 'GoTo Meeting' });
  await expect(meeting.getByRole('table')).toContainText('Professional');
  await expect(meeting.getByRole('table')).toContainText('14,00');
  await expect(meeting).toContainText('14 Tage kostenlos testen');
  await expect(page.getByRole('main')).toContainText(/[0-9a-f]{64}/);
  await axe(page);
});
