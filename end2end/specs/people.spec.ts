/** From nothing: the staff makes an account, the invited person sets a password, and everybody's passwords after that. */

import { axe, enter, expect, fillSignIn, hydrated, open, password, type Page } from '../fixtures.ts';
import { mailedAddress, test } from '../mailed.ts';
import { heading, openMenu } from '../steps.ts';

const sentence = 'Pferd Batterie Klammer';

/** Every project and test writes to people of its own. */
function fresh(name: string): string {
  return `${name}-${test.info().project.name}-${Date.now()}@example.com`;
}

async function signInAsStaff(page: Page, login = 'rita@kontor.example'): Promise<void> {
  await open(page, '/staff/sign-in');
  await fillSignIn(page, login, password);
  await page.waitForURL('**/staff/accounts');
  await hydrated(page);
}

async function createAccount(page: Page, company: string, email: string): Promise<void> {
  await open(page, '/staff/accounts');
  await page.getByRole('link', { name: 'Konto anlegen' }).click();
  await page.waitForURL('**/staff/accounts/new');
  await hydrated(page);
  await page.getByLabel('Unternehmen', { exact: true }).fill(company);
  await page.getByLabel('Straße und Hausnummer').fill('Elbchaussee 1');
  await page.getByLabel('Postleitzahl').fill('22765');
  await page.getByLabel('Ort', { exact: true }).fill('Hamburg');
  await page.getByLabel('Name', { exact: true }).fill('Eva Ernst');
  await page.getByLabel('E-Mail-Adresse').fill(email);
  await page.getByRole('button', { name: 'Konto anlegen und einladen' }).click();
  await page.waitForURL(/\/staff\/accounts\/KD-\d+\?done=created$/);
  await hydrated(page);
}

/** What the header says, wherever the reader is. */
async function headerWords(page: Page): Promise<string> {
  return (await page.getByRole('banner').textContent()) ?? '';
}

test('an account comes from nothing, and its billing contact signs in', async ({ page, otherBrowser, mailbox }) => {
  const email = fresh('eva');
  await signInAsStaff(page);
  await expect(heading(page)).toHaveText('Konten');
  await axe(page);
  await createAccount(page, 'Ernst GmbH', email);
  await expect(heading(page)).toHaveText('Ernst GmbH');
  await expect(page.getByRole('status').filter({ hasText: 'Das Konto ist angelegt' })).toBeVisible();
  await axe(page);
  const eva = await otherBrowser();
  await open(eva, await mailedAddress(mailbox, email, '/invitation/'));
  await expect(heading(eva)).toHaveText('Einladung zum Konto Ernst GmbH');
  await expect(eva.getByLabel('Kennwort', { exact: true })).toHaveAccessibleDescription(/Mindestens 12 Zeichen/);
  await axe(eva);
  await eva.getByLabel('Kennwort', { exact: true }).fill(sentence);
  await eva.getByRole('button', { name: 'Einladung annehmen' }).click();
  await eva.waitForURL('**/billing');
  await hydrated(eva);
  await expect(heading(eva)).toHaveText('Abonnements');
  await expect(eva.getByRole('main')).not.toContainText('GoTo Meeting');
});

test.describe('a password that does not do', () => {
  // The browser itself writes down every answer of 4xx.
  test.use({ allowConsole: /the server responded with a status of 4(09|10|22)/ });

  test('is refused at its field, and so is a link that was used', async ({ page, otherBrowser, mailbox }) => {
    const email = fresh('otto');
    await signInAsStaff(page);
    await createAccount(page, 'Otto KG', email);
    const otto = await otherBrowser();
    const address = await mailedAddress(mailbox, email, '/invitation/');
    await open(otto, address);
    const field = otto.getByLabel('Kennwort', { exact: true });
    await field.fill('zu kurz');
    await otto.getByRole('button', { name: 'Einladung annehmen' }).click();
    await expect(field).toHaveAccessibleDescription(/Das Kennwort braucht mindestens 12 Zeichen\./);
    await hydrated(otto);
    await axe(otto);
    await field.fill(email);
    await otto.getByRole('button', { name: 'Einladung annehmen' }).click();
    await expect(field).toHaveAccessibleDescription(/zu leicht zu erraten/);
    await hydrated(otto);
    await field.fill(sentence);
    await otto.getByRole('button', { name: 'Einladung annehmen' }).click();
    await otto.waitForURL('**/billing');
    await otto.context().clearCookies();
    await open(otto, address);
    await expect(otto.getByRole('main')).toContainText('Die Einladung wurde schon angenommen.');
    await axe(otto);
    await open(otto, '/invitation/none');
    await expect(heading(otto)).toHaveText('Dieser Link gilt nicht mehr');
  });
});

test('an invitation is sent again and taken back', async ({ page, otherBrowser, mailbox }) => {
  const email = fresh('ida');
  await signInAsStaff(page);
  await createAccount(page, 'Ida AG', email);
  const first = await mailedAddress(mailbox, email, '/invitation/');
  await page.getByRole('button', { name: /^Noch einmal senden/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'noch einmal unterwegs' })).toBeVisible();
  await hydrated(page);
  await expect.poll(() => mailedAddress(mailbox, email, '/invitation/')).not.toBe(first);
  const ida = await otherBrowser();
  await open(ida, first);
  await expect(heading(ida)).toHaveText('Dieser Link gilt nicht mehr');
  await page.getByRole('button', { name: /^Zurücknehmen/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'zurückgenommen' })).toBeVisible();
  await open(ida, await mailedAddress(mailbox, email, '/invitation/'));
  await expect(ida.getByRole('main')).toContainText('Die Einladung wurde zurückgenommen.');
});

test('the staff finds an account, and nothing where there is none', async ({ page }) => {
  await signInAsStaff(page);
  const search = page.getByRole('searchbox', { name: 'Konto suchen' });
  await search.fill('nordlicht');
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.waitForURL('**/staff/accounts?search=nordlicht');
  await expect(page.getByRole('link', { name: 'Nordlicht GmbH' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Solo Studio' })).toHaveCount(0);
  await open(page, '/staff/accounts?search=nirgendwo');
  await expect(page.getByRole('heading', { name: 'Nichts gefunden' })).toBeVisible();
  await axe(page);
  await open(page, '/staff/accounts/KD-10234');
  await expect(page.getByRole('main')).toContainText('Ben Brandt');
  await openMenu(page);
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.waitForURL('**/staff/sign-in');
});

test('the profile is a door of its own behind the header of the Billing Center', async ({ page }) => {
  const bundle = page.locator('link[rel=preload][type="application/wasm"]');
  await enter(page, 'anna@nordlicht.example');
  const header = await headerWords(page);
  await expect(bundle).toHaveAttribute('href', /\/billing-center\./);
  await openMenu(page);
  await page.getByRole('link', { name: 'Anna Albrecht' }).click();
  await page.waitForURL('**/billing/profile');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Anna Albrecht');
  await expect(bundle).toHaveAttribute('href', /\/people\./);
  expect(await headerWords(page)).toBe(header);
  await openMenu(page);
  await page.getByRole('link', { name: 'Rechnungen' }).click();
  await page.waitForURL('**/billing/invoices');
  await expect(heading(page)).toHaveText('Rechnungen');
  await expect(bundle).toHaveAttribute('href', /\/people\./);
  await openMenu(page);
  await page.getByRole('link', { name: 'Abonnements' }).click();
  await page.waitForURL('**/billing');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Abonnements');
  await expect(bundle).toHaveAttribute('href', /\/billing-center\./);
  await page.goBack();
  await expect(heading(page)).toHaveText('Rechnungen');
  await page.goBack();
  await expect(heading(page)).toHaveText('Anna Albrecht');
});

test.describe('a forgotten password', () => {
  test.use({ portalLife: 'test' });

  test('is replaced by a mailed link', async ({ page, mailbox }) => {
    await open(page, '/sign-in');
    await page.getByRole('link', { name: 'Kennwort vergessen?' }).click();
    await page.waitForURL('**/forgot-password');
    await hydrated(page);
    await axe(page);
    await page.getByLabel('E-Mail-Adresse').fill('carla@solo.example');
    await page.getByRole('button', { name: 'Senden' }).click();
    await expect(heading(page)).toHaveText('Sehen Sie in Ihr Postfach');
    await axe(page);
    await open(page, await mailedAddress(mailbox, 'carla@solo.example', '/set-password/'));
    await axe(page);
    await page.getByLabel('Neues Kennwort').fill(sentence);
    await page.getByRole('button', { name: 'Kennwort festlegen' }).click();
    await page.waitForURL('**/sign-in?notice=password_set');
    await hydrated(page);
    await expect(page.getByRole('status').filter({ hasText: 'Ihr neues Kennwort gilt.' })).toBeVisible();
    await fillSignIn(page, 'carla@solo.example', sentence);
    await page.waitForURL('**/billing');
  });

  test('is changed on the profile by who knows it', async ({ page }) => {
    await enter(page, 'anna@nordlicht.example', '/billing/profile');
    await expect(heading(page)).toHaveText('Anna Albrecht');
    await axe(page);
    await page.getByLabel('Bisheriges Kennwort').fill(password);
    await page.getByLabel('Neues Kennwort').fill(sentence);
    await page.getByRole('button', { name: 'Kennwort ändern' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Ihr Kennwort ist geändert.' })).toBeVisible();
  });

  test('of a person in two accounts opens both, one at a time', async ({ page, otherBrowser, mailbox }) => {
    const rita = await otherBrowser();
    await signInAsStaff(rita);
    await createAccount(rita, 'Zweite GmbH', 'anna@nordlicht.example');
    await enter(page, 'anna@nordlicht.example', await mailedAddress(mailbox, 'anna@nordlicht.example', '/invitation/'));
    await page.getByRole('button', { name: 'Einladung annehmen' }).click();
    await page.waitForURL('**/billing');
    await hydrated(page);
    await openMenu(page);
    await page.getByRole('link', { name: 'Zweite GmbH' }).click();
    await page.waitForURL('**/billing/accounts');
    await hydrated(page);
    await axe(page);
    await page.getByRole('button', { name: /Nordlicht GmbH$/ }).click();
    await page.waitForURL('**/billing');
    await hydrated(page);
    await expect(page.getByRole('article', { name: 'GoTo Meeting' })).toBeVisible();
  });
});
