/** The next twelve months of bills, on the home page and in the plan editor, before and after a change. */

import { axe, enter, expect, open, runsScripts, test } from '../fixtures.ts';
import { choose, editorAddress } from '../steps.ts';

const anna = 'anna@nordlicht.example';
const title = 'Die nächsten zwölf Monate';

test('the home page foresees twelve months, with a table behind the picture', async ({ page }) => {
  await enter(page, anna);
  const chart = page.getByRole('figure').filter({ hasText: title });
  await expect(chart.getByRole('img')).toBeVisible();
  // Twelve months of Meeting, and a year of Webinar in July.
  await expect(chart).toContainText('Zusammen 4.255,44 €, am meisten: Jul mit 2.422,84 €.');
  await chart.getByText('Als Tabelle').click();
  const rows = chart.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(13);
  await expect(rows.nth(1)).toContainText('Dez');
  await expect(rows.nth(1)).toContainText('166,60 €');
  await axe(page);
});

test('the plan editor compares what is billed today with what is billed after the change', async ({ page }) => {
  await enter(page, anna);
  await open(page, await editorAddress(page, 'GoTo Meeting'));
  const chart = page.getByRole('figure').filter({ hasText: title });
  await expect(chart).toContainText('Zusammen 4.255,44 €');
  await choose(page, { plan: 'Business' });
  // Today 170,56 €, then eleven months of 226,10 €, and the Webinar; before, eleven of 166,60 € until October.
  await expect(chart).toContainText('Heute zusammen 4.088,84 €, danach 4.913,90 €.');
  if (runsScripts(page)) {
    await choose(page, { seats: '9' });
    await expect(chart).not.toContainText('4.913,90 €');
  }
  await axe(page);
});

test('a colleague, who sees no bills, sees none ahead', { tag: '@desktop' }, async ({ page }) => {
  await enter(page, 'ben@nordlicht.example');
  await expect(page.getByRole('figure')).toHaveCount(0);
});
