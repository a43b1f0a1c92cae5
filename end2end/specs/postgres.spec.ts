/** The first order once more on PostgreSQL: the same pages, the same price, the same documents. */

import { orderBusiness } from '../first_order.ts';
import { expect, test as base } from '../fixtures.ts';
import { PostgresDatabase } from '../postgres.ts';
import { heading, order } from '../steps.ts';

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

test('the billing contact orders on PostgreSQL', async ({ page, portal }) => {
  await orderBusiness(page, 'de', async () => undefined);
  await order(page, 'GoTo Meeting', { seats: '9' });
  await expect(heading(page)).toHaveText(/^Danke/);
  await expect(page.getByRole('link', { name: 'Rechnungskorrektur RK-2026-00001' })).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 17_056 }]);
});
