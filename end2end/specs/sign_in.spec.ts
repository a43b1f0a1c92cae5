/** The Billing Center's door: the way in and out, how tries that fail are answered, and where one is led afterwards. */

import { axe, enter, expect, fillSignIn, hydrated, open, password, signIn, test, type Page } from '../fixtures.ts';
import { choose, editorAddress, heading, mainText, openMenu, placeOrderButton, putInCart } from '../steps.ts';

const anna = 'anna@nordlicht.example';

test.describe('signing in', () => {
  test('leads the billing contact to the subscriptions', async ({ page }) => {
    await signIn(page, anna);
    await expect(heading(page)).toHaveText('Abonnements');
    await axe(page);
    // Who is signed in has no business at the door.
    await open(page, '/sign-in');
    await expect(page).toHaveURL(/\/billing$/);
  });

  test('asks for e-mail and password with nothing that axe finds', async ({ page }) => {
    await open(page, '/sign-in');
    await axe(page);
  });

  test('takes the e-mail in capitals and with blanks around it', async ({ page }) => {
    await open(page, '/sign-in');
    await fillSignIn(page, ' Anna@Nordlicht.EXAMPLE ', password);
    await page.waitForURL('**/billing');
  });
});

test.describe('a try that fails', () => {
  // The browser itself writes down every answer of 4xx.
  test.use({ allowConsole: /the server responded with a status of 4(01|22|29)/ });

  test('says the same of a wrong password and of an unknown person', async ({ page }) => {
    await open(page, '/sign-in');
    await fillSignIn(page, anna, 'not-the-password');
    await expect(page.getByRole('alert')).toContainText('E-Mail-Adresse oder Kennwort stimmen nicht.');
    await hydrated(page);
    await expect(page.getByLabel('E-Mail')).toHaveValue(anna);
    await expect(page.getByLabel('Kennwort', { exact: true }), 'a password never comes back').toHaveValue('');
    await expect(page).toHaveURL(/\/sign-in/);
    await axe(page);
    const ofWrongPassword = await mainText(page);
    await open(page, '/sign-in');
    await fillSignIn(page, 'nobody@nordlicht.example', 'not-the-password');
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await mainText(page)).toBe(ofWrongPassword);
  });

  test('names the field that is empty', async ({ page }) => {
    await open(page, '/sign-in');
    await fillSignIn(page, '', '');
    const email = page.getByLabel('E-Mail');
    await expect(email).toHaveAccessibleDescription('Geben Sie Ihre E-Mail-Adresse ein.');
    await expect(email).toHaveAttribute('aria-invalid', 'true');
    await hydrated(page);
    await axe(page);
    await fillSignIn(page, anna, '');
    const secret = page.getByLabel('Kennwort', { exact: true });
    await expect(secret).toHaveAccessibleDescription('Geben Sie Ihr Kennwort ein.');
    await expect(page.getByLabel('E-Mail')).toHaveValue(anna);
    await expect(page.getByLabel('E-Mail')).not.toHaveAttribute('aria-invalid');
  });

  test('tells after too many how long to wait', async ({ page }) => {
    const login = 'somebody@nordlicht.example';
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await page.request.post('/api/sign_in', {
        form: { email: login, password: 'guess' },
        headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
      });
      expect(answer.status()).toBe(401);
    }
    await open(page, '/sign-in');
    await fillSignIn(page, login, 'guess');
    await expect(page.getByRole('status').filter({ hasText: 'Zu viele Versuche.' })).toContainText(/Bitte warten Sie [1-3]?\d Sekunden?\./);
    await expect(page.getByLabel('E-Mail')).toHaveValue(login);
    await hydrated(page);
    await axe(page);
  });
});

test.describe('the way that was asked for', () => {
  test('is taken up after signing in, query and all', async ({ page }) => {
    await open(page, '/billing/invoices?before=RE-2026-00005');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await fillSignIn(page, anna, password);
    await page.waitForURL('**/billing/invoices?before=RE-2026-00005');
  });

  test.describe('and a first try that fails', () => {
    test.use({ allowConsole: /the server responded with a status of 401/ });

    test('is not forgotten', async ({ page }) => {
      await open(page, '/billing/cart');
      await fillSignIn(page, anna, 'not-the-password');
      await expect(page.getByRole('alert')).toBeVisible();
      await hydrated(page);
      await fillSignIn(page, anna, password);
      await page.waitForURL('**/billing/cart');
    });
  });

  test('is never the one to another site', async ({ page }) => {
    for (const foreign of ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:alert(1)']) {
      await page.context().clearCookies();
      await open(page, `/sign-in?next=${encodeURIComponent(foreign)}`);
      await fillSignIn(page, anna, password);
      await page.waitForURL('**/billing');
    }
  });
});

test.describe('the end of a session', () => {
  test('comes with signing out, for every copy of its cookie', async ({ page }) => {
    await enter(page, anna);
    const cookies = await page.context().cookies();
    await openMenu(page);
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.waitForURL('**/sign-in');
    await page.context().addCookies(cookies);
    await open(page, '/billing/invoices');
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByRole('main')).not.toContainText('RE-2026');
  });

  test('leaves nothing to see for whoever presses back', async ({ page }) => {
    await enter(page, anna, '/billing/invoices');
    await openMenu(page);
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.waitForURL('**/sign-in');
    await page.goBack();
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByRole('main')).not.toContainText('RE-2026');
  });

  test('leaves cookies that scripts cannot read', async ({ page }) => {
    await enter(page, anna);
    const session = (await page.context().cookies()).find((cookie) => cookie.name === 'kontor_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  });

  test.describe('in the middle of something', () => {
    test.use({ allowConsole: /the server responded with a status of 401/ });

    test('leads from checkout through the door back to it, with the cart kept and nothing charged', async ({ page, portal }) => {
      await enter(page, anna);
      await putInCart(page, 'GoTo Meeting', { plan: 'Business' });
      await page.context().clearCookies();
      await placeOrderButton(page).click();
      await expect(page).toHaveURL(/\/sign-in\?next=/);
      await hydrated(page);
      await fillSignIn(page, anna, password);
      await page.waitForURL('**/billing/checkout');
      await hydrated(page);
      await expect(page.getByRole('button', { name: 'Bestellung aufgeben, 170,56 €' })).toBeVisible();
      expect(await portal.charges()).toEqual([]);
    });

    test('leads from the plan editor through the door back to what was chosen', { tag: '@script' }, async ({ page }) => {
      await enter(page, anna);
      await open(page, await editorAddress(page, 'GoTo Webinar'));
      await choose(page, { plan: 'Pro', seats: '7' });
      await page.context().clearCookies();
      await page.getByRole('button', { name: /^(Zur Kasse|In den Warenkorb)$/ }).click();
      await expect(page).toHaveURL(/\/sign-in\?next=/);
      await hydrated(page);
      await fillSignIn(page, anna, password);
      await page.waitForURL(/\/edit\?plan=pro&seats=7&interval=annual$/);
      await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('7');
    });

    test('leads from a page of the portal through the door back to it', { tag: '@script' }, async ({ page }) => {
      await enter(page, anna);
      await page.context().clearCookies();
      await followToPaymentMethod(page);
      await expect(page).toHaveURL(/\/sign-in\?next=/);
      await fillSignIn(page, anna, password);
      await page.waitForURL('**/billing/payment-method');
    });
  });
});

async function followToPaymentMethod(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Zahlungsmethode' }).click();
}
