/** What the staff makes and takes back: corporate accounts, quotes of several lines, drafts and open quotes, changes that are scheduled. */

import { draftQuote, enterCorporate, enterStaff, follow, press, sendDraft } from '../corporate.ts';
import { axe, expect, hydrated, open } from '../fixtures.ts';
import { mailTo, mailedAddress, test } from '../mailed.ts';
import { heading } from '../steps.ts';

test.use({ portalLife: 'test' });

const rita = 'rita@kontor.example';
const sentence = 'Pferd Batterie Klammer';

test('a corporate account comes from nothing, and its contact signs in with the User ID', async ({ page, otherBrowser, mailbox }) => {
  await enterStaff(page, rita, '/staff/accounts/new');
  await expect(page.getByLabel('Zahlungsziel')).toBeHidden();
  await page.getByRole('radio', { name: 'Unternehmenskonto' }).check();
  await page.getByLabel('Unternehmen', { exact: true }).fill('Ernst AG');
  await page.getByLabel('Straße und Hausnummer').fill('Elbchaussee 1');
  await page.getByLabel('Postleitzahl').fill('22765');
  await page.getByLabel('Ort', { exact: true }).fill('Hamburg');
  await page.getByLabel('Zahlungsziel').fill('14');
  await page.getByRole('group', { name: 'Plätze selbst hinzufügen' }).getByRole('radio', { name: 'Nein' }).check();
  await page.getByLabel('Name', { exact: true }).fill('Eva Ernst');
  await page.getByLabel('E-Mail-Adresse').fill('eva@ernst.example');
  await page.getByLabel(/^Benutzer-ID/).fill('Ernst-AG');
  await axe(page);
  await press(page, 'Konto anlegen und einladen', /\/staff\/accounts\/KD-\d+\?done=created$/);
  await expect(heading(page)).toHaveText('Ernst AG');
  await expect(page.getByRole('main')).toContainText('14 Tage');
  await axe(page);
  await page.getByLabel('Zahlungsziel').fill('21');
  await press(page, 'Vereinbartes ändern', '**?done=terms');
  await expect(page.getByRole('status').filter({ hasText: 'Das Vereinbarte ist geändert' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('21 Tage');

  const eva = await otherBrowser();
  await open(eva, await mailedAddress(mailbox, 'eva@ernst.example', '/corporate/invitation/'));
  await expect(eva.getByText('Ihre Benutzer-ID ist Ernst-AG.')).toBeVisible();
  await eva.getByLabel('Kennwort', { exact: true }).fill(sentence);
  await press(eva, 'Einladung annehmen', '**/corporate');
  await expect(eva.getByRole('banner')).toContainText('Ernst AG');
});

test.describe('lines of a quote', () => {
  // The browser itself writes down every answer of 4xx.
  test.use({ allowConsole: /the server responded with a status of 422/ });

  test('a quote takes as many lines as are needed, and what is wrong with one stands there', async ({ page }) => {
    await enterStaff(page, rita, '/staff/accounts/KD-20418/business');
    await follow(page, 'Neues Angebot', '**/staff/quotes/new?account=KD-20418');
    const line = (place: number) => page.getByRole('group', { name: `Position ${String(place)}` });
    await line(1).getByLabel('Was').selectOption('new:goto-webinar:pro:monthly');
    await expect(line(1).getByLabel('Was')).toContainText(/GoTo Webinar Pro, 199,00\s€ monatlich/);
    await line(1).getByLabel('Plätze', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Weitere Position' }).click();
    await expect(line(2)).toBeVisible();
    await hydrated(page);
    await expect(line(1).getByLabel('Plätze', { exact: true })).toHaveValue('3');
    await line(2).getByLabel('Was').selectOption('new:goto-training:pro:annual');
    await line(2).getByLabel('Plätze', { exact: true }).fill('2');
    await line(2).getByLabel(/^Eigener Preis je Platz/).fill('1.000,00');
    await axe(page);
    await page.getByRole('button', { name: 'Entwurf speichern und ansehen' }).click();
    const reason = line(2).getByLabel(/^Grund/);
    await expect(reason).toHaveAccessibleDescription(/Füllen Sie dieses Feld aus/);
    await expect(line(2).getByLabel(/^Eigener Preis je Platz/)).toHaveValue('1.000,00');
    await axe(page);
    await hydrated(page);
    await reason.fill('Rahmenvertrag');
    await press(page, 'Entwurf speichern und ansehen', '**/staff/quotes/AN-2026-*');
    await expect(page.getByRole('main')).toContainText('Rahmenvertrag');
    await page.getByText('Entwurf verwerfen').click();
    await page.getByRole('button', { name: 'Endgültig verwerfen' }).click();
    await expect(page.getByText('Verworfen', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Angebot senden' })).toHaveCount(0);
    await axe(page);
  });
});

test('an open quote is withdrawn, and its account is mailed why', async ({ page, otherBrowser, mailbox }) => {
  await enterStaff(page, rita);
  const number = await draftQuote(page, 'KD-20418', 'new:goto-webinar:pro:annual', '2');
  await sendDraft(page);
  await page.getByText('Angebot zurückziehen').click();
  await page.getByLabel('Grund, den das Konto liest').fill('Der Preis war ein Versehen.');
  await axe(page);
  await page.getByRole('button', { name: 'Zurückziehen und mitteilen' }).click();
  await expect(page.getByText('Zurückgezogen', { exact: true })).toBeVisible();
  const mail = await mailTo(mailbox, 'hauke.hansen@hafenbau.example', `Angebot ${number} zurückgezogen`);
  expect(mail.body).toContain('Der Preis war ein Versehen.');
  await open(page, '/staff/quotes?state=ended');
  await expect(page.getByRole('main').getByRole('link', { name: number })).toBeVisible();
  await axe(page);

  const hauke = await otherBrowser();
  await enterCorporate(hauke, 'KD-20418');
  await open(hauke, `/corporate/quotes/${number}`);
  await expect(hauke.getByText('Wir haben dieses Angebot zurückgezogen')).toBeVisible();
  await expect(hauke.getByText('Der Preis war ein Versehen.')).toBeVisible();
  await expect(hauke.getByRole('button', { name: /^Angebot annehmen/ })).toHaveCount(0);
  await axe(hauke);
});

test('what is scheduled for a renewal stands in one list', async ({ page }) => {
  await enterStaff(page, rita, '/staff/changes');
  await expect(page.getByText('Nichts ist vorgemerkt')).toBeVisible();
  await axe(page);
  await open(page, '/staff/accounts/KD-10234');
  await follow(page, /^Änderung vormerken.*GoTo Webinar$/, '**/change');
  await page.getByRole('radio', { name: 'Lite' }).check();
  await page.getByLabel('Benutzerlizenzen', { exact: true }).fill('1');
  await press(page, 'Vorschau', /plan=lite/);
  await press(page, 'Änderung vormerken', '**done=scheduled');
  await open(page, '/staff/changes');
  const row = page.getByRole('row').filter({ hasText: 'Nordlicht GmbH' });
  await expect(row).toContainText('Standard');
  await expect(row).toContainText('Lite');
  await expect(row).toContainText('Rita Rehm');
  await axe(page);
  await follow(page, 'GoTo Webinar', '**/change');
  await expect(page.getByRole('button', { name: 'Vormerkung zurücknehmen' })).toBeVisible();
});
