/** Where the second factor is required, nothing else of the staff's door opens before it is set up. */

import { expect, hydrated, open, test } from '../fixtures.ts';
import { setUp, typePassword } from '../second_factor.ts';
import { heading } from '../steps.ts';

test.use({ portalLife: 'test', portalSettings: { KONTOR_STAFF_SECOND_FACTOR: 'required' } });

test('nothing else opens before it is set up', async ({ page }) => {
  await typePassword(page);
  await page.waitForURL('**/staff/security');
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText('Richten Sie bitte zuerst einen zweiten Faktor ein');
  await open(page, '/staff/accounts');
  await expect(heading(page)).toHaveText('Sicherheit');
  await setUp(page);
  await open(page, '/staff/accounts');
  await expect(heading(page)).toHaveText('Konten');
});
