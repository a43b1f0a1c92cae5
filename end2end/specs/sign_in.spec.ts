/** Signing in at the Billing Center's door: the way in, and the way a wrong password is answered. */

import { axe, expect, open, signIn, test } from '../fixtures.ts';

test.describe('signing in', () => {
  test('leads the billing contact to the subscriptions', async ({ page }) => {
    await signIn(page, 'anna@nordlicht.example');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Abonnements');
    await axe(page);
  });

  test('asks for e-mail and password with nothing that axe finds', async ({ page }) => {
    await open(page, '/sign-in');
    await axe(page);
  });
});

test.describe('a wrong password', () => {
  // The browser itself writes down every answer of 4xx.
  test.use({ allowConsole: /the server responded with a status of 4(01|22)/ });

  test('is told, and the e-mail stays', async ({ page }) => {
    await open(page, '/sign-in');
    await page.getByLabel('E-Mail').fill('anna@nordlicht.example');
    await page.getByLabel('Kennwort', { exact: true }).fill('not-the-password');
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel('E-Mail')).toHaveValue('anna@nordlicht.example');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
