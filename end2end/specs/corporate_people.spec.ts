/** The people of a corporate account: invited, given rights, handed over; one's own profile; what is asked of Corporate Account Services. */

import { axe, expect, fillSignIn, hydrated, open, password, test as base, type Page } from '../fixtures.ts';
import { Mailbox } from '../mailbox.ts';
import { heading, openMenu } from '../steps.ts';

const test = base.extend<object, { mailbox: Mailbox }>({
  mailbox: [
    async ({}, use) => {
      const mailbox = await Mailbox.open();
      await use(mailbox);
      await mailbox.close();
    },
    { scope: 'worker' },
  ],

  portalSettings: [async ({ mailbox }, use) => use({ KONTOR_SMTP_URL: mailbox.url }), { scope: 'worker' }],
});

// The browser itself writes down every answer of 4xx.
test.use({ portalLife: 'test', allowConsole: /the server responded with a status of 4(01|22)/ });

const sentence = 'Pferd Batterie Klammer';
const paula = 'paula.pfeil@alpenwerk.example';

async function enterCorporate(page: Page, userId: string, secret = password): Promise<void> {
  await open(page, '/corporate/sign-in');
  await page.getByLabel('Benutzer-ID').fill(userId);
  await page.getByLabel('Kennwort').fill(secret);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.waitForURL('**/corporate');
  await hydrated(page);
}

async function mailedAddress(mailbox: Mailbox, email: string, part: string): Promise<string> {
  const find = () => mailbox.mails.filter((mail) => mail.recipients.includes(email)).map((mail) => /https?:\/\/[^/\s]+(\/[^\s]+)/.exec(mail.body)?.[1]);
  await expect.poll(() => find().findLast((address) => address?.startsWith(part)), { timeout: 15_000 }).toBeTruthy();
  return find().findLast((address) => address?.startsWith(part)) ?? '';
}

/** The row of a person. */
function person(page: Page, name: string) {
  return page.getByRole('region', { name: 'Personen' }).getByRole('listitem').filter({ hasText: name });
}

/** A button whose form is left to the browser; the page that follows says what was done. */
async function press(page: Page, name: string | RegExp, done: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.waitForURL(`**/corporate/contacts?done=${done}`);
  await hydrated(page);
}

test('a colleague is invited, accepts, is given rights, and takes the place over', async ({ page, otherBrowser, mailbox }) => {
  await enterCorporate(page, 'KD-20417');
  await openMenu(page);
  const menu = page.getByRole('button', { name: 'Konto', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation').getByRole('link', { name: 'Abrechnungskontakte' }).click();
  await page.waitForURL('**/corporate/contacts');
  await expect(heading(page)).toHaveText('Abrechnungskontakte');
  await expect(person(page, 'Julia Alpers')).toContainText('Benutzer-ID KD-20417');
  await expect(person(page, 'Julia Alpers')).toContainText('zuletzt angemeldet am');
  await expect(person(page, 'Konrad Kern')).toContainText('Darf bezahlen');
  await axe(page);

  await page.getByLabel('Name', { exact: true }).fill('Paula Pfeil');
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill('paula');
  await page.getByRole('button', { name: 'Einladung senden' }).click();
  await expect(page.getByLabel('E-Mail-Adresse', { exact: true })).toHaveAccessibleDescription(/Geben Sie eine E-Mail-Adresse ein/);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Paula Pfeil');
  await axe(page);
  await hydrated(page);
  await page.getByLabel('E-Mail-Adresse', { exact: true }).fill(paula);
  await page.getByRole('radio', { name: /^Darf bezahlen/ }).check();
  await press(page, 'Einladung senden', 'invited');
  await press(page, /^Noch einmal senden/, 'invited_again');
  await expect(page.getByRole('region', { name: 'Offene Einladungen' })).toContainText('eingeladen von Julia Alpers');

  const guest = await otherBrowser();
  await expect.poll(() => mailbox.mails.filter((mail) => mail.recipients.includes(paula)).length, { timeout: 15_000 }).toBe(2);
  await open(guest, await mailedAddress(mailbox, paula, '/corporate/invitation/'));
  await expect(heading(guest)).toHaveText('Einladung zum Konto Alpenwerk AG');
  await expect(guest.getByText(`Ihre Benutzer-ID ist ${paula}`)).toBeVisible();
  await axe(guest);
  await guest.getByLabel('Kennwort', { exact: true }).fill(sentence);
  await guest.getByRole('button', { name: 'Einladung annehmen' }).click();
  await guest.waitForURL('**/corporate');
  await hydrated(guest);

  await open(page, '/corporate/contacts');
  await expect(person(page, 'Paula Pfeil')).toContainText('Darf bezahlen');
  await person(page, 'Paula Pfeil').getByText('Paula Pfeil: ändern oder entfernen').click();
  await person(page, 'Paula Pfeil').getByLabel('Was darf diese Person?').selectOption('Darf einsehen');
  await press(page, /^Speichern.*Paula Pfeil$/, 'changed');
  await expect(person(page, 'Paula Pfeil')).toContainText('Darf einsehen');

  await page.getByLabel('An wen?').selectOption(`Paula Pfeil, ${paula}`);
  await page.getByRole('radio', { name: /^Ich darf weiterhin einsehen/ }).check();
  await press(page, 'Übergabe anbieten', 'offered');
  await axe(page);
  await open(guest, '/corporate');
  await expect(guest.getByText('Julia Alpers möchte Ihnen den Platz als Abrechnungskontakt übergeben')).toBeVisible();
  await axe(guest);
  await guest.getByRole('link', { name: 'Ansehen und antworten' }).click();
  await guest.waitForURL('**/corporate/contacts');
  await hydrated(guest);
  await axe(guest);
  await press(guest, 'Übergabe annehmen', 'taken');
  await expect(person(guest, 'Paula Pfeil')).toContainText('Darf bestellen');
  await expect(person(guest, 'Julia Alpers')).toContainText('Darf einsehen');
  await mailedAddress(mailbox, paula, '/corporate/contacts');
  await open(page, '/corporate/contacts');
  await expect(page.getByRole('button', { name: 'Einladung senden' })).toHaveCount(0);
});

test('the last who may order stays, and who is removed is signed out', async ({ page, otherBrowser }) => {
  const konrad = await otherBrowser();
  await enterCorporate(konrad, 'konrad.kern@alpenwerk.example');
  await enterCorporate(page, 'KD-20417');
  await open(page, '/corporate/contacts');
  await person(page, 'Julia Alpers').getByText('Julia Alpers: ändern oder entfernen').click();
  await person(page, 'Julia Alpers').getByLabel('Was darf diese Person?').selectOption('Darf einsehen');
  await page.getByRole('button', { name: /^Speichern.*Julia Alpers$/ }).click();
  const field = person(page, 'Julia Alpers').getByLabel('Was darf diese Person?');
  await expect(field).toHaveAccessibleDescription(/Mindestens eine Person, die bestellen darf, muss bleiben/);
  await expect(person(page, 'Julia Alpers')).toContainText('Darf bestellen');
  await axe(page);
  await hydrated(page);
  await person(page, 'Konrad Kern').getByText('Konrad Kern: ändern oder entfernen').click();
  await press(page, 'Konrad Kern entfernen', 'removed');
  await expect(person(page, 'Konrad Kern')).toHaveCount(0);
  await konrad.goto('/corporate/invoices');
  await konrad.waitForURL('**/corporate/sign-in?next=*');
});

test('who gets invoices is changed on the same page', { tag: '@desktop' }, async ({ page }) => {
  await enterCorporate(page, 'KD-20418');
  await open(page, '/corporate/contacts');
  const recipients = page.getByRole('region', { name: 'Rechnungsempfänger' }).getByRole('textbox');
  await recipients.fill('buch@hafenbau.example\nkeine Adresse');
  await page.getByRole('button', { name: 'Empfänger speichern' }).click();
  await expect(recipients).toHaveAccessibleDescription(/„keine“ ist keine E-Mail-Adresse/);
  await hydrated(page);
  await recipients.fill('buch@hafenbau.example');
  await press(page, 'Empfänger speichern', 'recipients');
  await expect(recipients).toHaveValue('buch@hafenbau.example');
});

test('name, language and password are changed in one’s own profile, which stays behind this door', async ({ page }) => {
  await enterCorporate(page, 'KD-20419');
  await open(page, '/corporate/profile');
  const name = await page.getByLabel('Ihr Name').inputValue();
  await expect(page.getByText('Angemeldet als KD-20419.')).toBeVisible();
  await axe(page);
  await page.getByLabel('Ihr Name').fill(`Dr. ${name}`);
  await page.getByText('English', { exact: true }).last().click();
  await page.getByRole('region', { name: 'Name und Sprache' }).getByRole('button', { name: 'Speichern' }).click();
  await page.waitForURL('**/corporate/profile?done=saved');
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(heading(page)).toHaveText(`Dr. ${name}`);
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('New password').fill(sentence);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForURL('**/corporate/profile?done=password');
  await page.context().clearCookies();
  await enterCorporate(page, 'KD-20419', sentence);
});

test('a question about an invoice is answered by the staff, in the portal and by mail', async ({ page, otherBrowser, mailbox }) => {
  await enterCorporate(page, 'KD-20417');
  await open(page, '/corporate/invoices');
  await page.getByRole('link', { name: /^RU-2026-/ }).first().click();
  await page.waitForURL('**/corporate/invoices/RU-*');
  const number = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await hydrated(page);
  await page.getByRole('link', { name: 'Corporate Account Services fragen' }).click();
  await page.waitForURL(`**/corporate/help?about=invoice:${number}`);
  await hydrated(page);
  await expect(page.getByLabel('Worum geht es?')).toHaveValue('invoice');
  await expect(page.getByLabel('Was genau betrifft es?')).toHaveValue(`invoice:${number}`);
  await axe(page);
  await page.getByLabel(/^Ihre Nachricht/).fill('Bitte mit unserer Bestellnummer.');
  await page.getByRole('button', { name: 'Anfrage senden' }).click();
  await page.waitForURL(/corporate\/help\/[0-9a-f]+\?done=sent$/);
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText(number);
  await axe(page);

  const rita = await otherBrowser();
  await open(rita, '/staff/sign-in?next=/staff/requests');
  await fillSignIn(rita, 'rita@kontor.example', password);
  await rita.waitForURL('**/staff/requests');
  await hydrated(rita);
  await rita.getByRole('link', { name: 'Rechnung', exact: true }).first().click();
  await rita.waitForURL(/staff\/requests\/[0-9a-f]+$/);
  await hydrated(rita);
  await expect(rita.getByRole('main')).toContainText(number);
  await rita.getByLabel('Antwort', { exact: true }).fill('Gern, wir stellen sie neu aus.');
  await rita.getByRole('button', { name: 'Antwort senden' }).click();
  await rita.waitForURL('**done=answered');

  const request = new URL(page.url()).pathname;
  expect(await mailedAddress(mailbox, 'julia.alpers@alpenwerk.example', '/corporate/help/')).toContain(request);
  await open(page, request);
  const messages = page.getByRole('list', { name: 'Nachrichten' });
  await expect(messages.getByRole('listitem').last()).toContainText('Gern, wir stellen sie neu aus.');
  await expect(messages.getByRole('listitem').last()).toContainText('Corporate Account Services');
  await open(page, '/corporate/help');
  await expect(page.getByRole('region', { name: 'Ihre Anfragen' })).toContainText('Beantwortet');
});
