/** What happens by itself, looked after: what was given up is seen by the staff and tried again by an operator. */

import { axe, expect, fillSignIn, hydrated, open, password, test as base, type Page } from '../fixtures.ts';
import { PostgresDatabase } from '../postgres.ts';
import { heading, openMenu } from '../steps.ts';

const test = base.extend<object, { database: PostgresDatabase }>({
  database: [
    async ({}, use) => {
      const database = await PostgresDatabase.create();
      await use(database);
      await database.drop();
    },
    { scope: 'worker' },
  ],

  portalSettings: [async ({ database }, use) => use({ KONTOR_DATABASE_URL: database.url }), { scope: 'worker' }],
});

const broken = `UPDATE jobs SET state = 'dead', tries = 8, due_on = '2026-11-20', last_error = 'no price: UnknownProduct' WHERE kind = 'card_expiry'`;

async function openJobs(page: Page, login: string): Promise<void> {
  await open(page, '/staff/sign-in?next=/staff/jobs');
  await fillSignIn(page, login, password);
  await page.waitForURL('**/staff/jobs');
  await hydrated(page);
}

test('a representative sees what was given up, and not why', async ({ page, database }) => {
  await database.change(broken);
  await openJobs(page, 'rita@kontor.example');
  await expect(heading(page)).toHaveText('Aufgaben');
  await expect(page.getByRole('table', { name: 'Aufgaben nach Art' }).getByRole('row').filter({ hasText: 'Karte läuft ab' })).toBeVisible();
  await page.getByRole('link', { name: 'Aufgegeben' }).click();
  await page.waitForURL('**/staff/jobs?state=dead');
  await hydrated(page);
  const row = page.getByRole('table', { name: 'Aufgaben nach Fälligkeit' }).getByRole('row').filter({ hasText: 'Nordlicht GmbH' });
  await expect(row).toContainText('8 Mal versucht');
  await expect(row).toContainText(/Kennung [0-9a-f]{32}/);
  expect(await page.content()).not.toContain('UnknownProduct');
  await expect(page.getByRole('button', { name: /rneut ausführen/ })).toHaveCount(0);
  await axe(page);
});

test('an operator sees why, in English too, and runs it again', async ({ page, database }) => {
  await database.change(broken);
  await openJobs(page, 'omar@kontor.example');
  await openMenu(page);
  await page.getByRole('button', { name: 'English' }).click();
  await hydrated(page);
  await expect(heading(page)).toHaveText('Jobs');
  await page.getByRole('link', { name: 'Given up' }).click();
  await page.waitForURL('**/staff/jobs?state=dead');
  await hydrated(page);
  const row = page.getByRole('table', { name: 'Jobs by due day' }).getByRole('row').filter({ hasText: 'Nordlicht GmbH' });
  await row.getByText('Reason').click();
  await expect(row.getByText('no price: UnknownProduct')).toBeVisible();
  await axe(page);
  await row.getByRole('button', { name: /^Run again/ }).click();
  await page.waitForURL('**/staff/jobs?done=again');
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'Running again.' })).toBeVisible();
  // The worker has done it meanwhile, or will in a second.
  await expect(async () => {
    await open(page, '/staff/jobs?state=dead');
    await expect(page.getByRole('table', { name: 'Jobs by due day' }).getByText('Nordlicht GmbH')).toHaveCount(0, { timeout: 500 });
  }).toPass();
});
