/** The staff's second factor: set up, asked for at the next sign-in, recovered from, and turned off. */

import { axe, expect, hydrated, open, test } from '../fixtures.ts';
import { codeOf, confirm, setUp, typePassword } from '../second_factor.ts';
import { heading } from '../steps.ts';

test.use({ portalLife: 'test', allowConsole: /status of 422/ });

test('a code is set up, asked for, and replaced by a recovery code', async ({ page, otherBrowser }) => {
  await typePassword(page);
  await page.waitForURL('**/staff/accounts');
  await open(page, '/staff/security');
  await expect(heading(page)).toHaveText('Sicherheit');
  await axe(page);
  const { secret, codes } = await setUp(page);
  expect(codes).toHaveLength(10);
  await open(page, '/staff/security');
  await expect(page.getByRole('main')).toContainText('Sie haben noch 10 Wiederherstellungscodes.');
  await expect(page.getByRole('region', { name: 'Ihre Wiederherstellungscodes' })).toHaveCount(0);

  const other = await otherBrowser();
  await typePassword(other);
  await other.waitForURL('**/staff/sign-in/code');
  await hydrated(other);
  await expect(heading(other)).toHaveText('Code eingeben');
  await axe(other);
  await open(other, '/staff/accounts');
  await expect(heading(other)).toHaveText('Anmeldung für Mitarbeitende');
  await open(other, '/staff/sign-in/code');
  await confirm(other, '000000', 'Anmelden');
  await expect(other.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/Dieser Code stimmt nicht/);
  await axe(other);
  await confirm(other, await codeOf(secret), 'Anmelden');
  await expect(heading(other)).toHaveText('Konten');

  const late = await otherBrowser();
  await typePassword(late);
  await late.waitForURL('**/staff/sign-in/code');
  await hydrated(late);
  await confirm(late, codes[0] ?? '', 'Anmelden');
  await expect(heading(late)).toHaveText('Konten');
  await open(late, '/staff/security');
  await expect(late.getByRole('main')).toContainText('Sie haben noch 9 Wiederherstellungscodes.');
  await confirm(late, codes[0] ?? '', 'Zweiten Faktor ausschalten');
  await expect(late.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/Dieser Code stimmt nicht/);
  await confirm(late, codes[1] ?? '', 'Zweiten Faktor ausschalten');
  await expect(late.getByRole('status').filter({ hasText: 'Der zweite Faktor ist ausgeschaltet.' })).toBeVisible();
});
