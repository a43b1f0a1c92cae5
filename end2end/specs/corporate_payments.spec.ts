/** The ways to pay at the corporate door: a card used once, several invoices at once, a bank account, a check, and cards that want a word or decline. */

import { axe, expect, hydrated, open, runsScripts, test, type Page } from '../fixtures.ts';
import {
  acceptQuote,
  chooseProfile,
  completeServiceOrder,
  draftQuote,
  enterCorporate,
  enterStaff,
  follow,
  hauke,
  julia,
  openInvoice,
  press,
  putCardOnFile,
  rita,
  sendDraft,
  takeServiceOrder,
} from '../corporate.ts';
import { cards, enterBankData, enterCardData, goodIban, sendMethod } from '../payment_page.ts';
import { fact, heading } from '../steps.ts';

test.use({ portalLife: 'test' });

const otherCard = 'Andere Karte nur für diese Zahlung';
/** Twenty seats of GoTo Meeting Business for a year at 192,00 €, with 19 % of tax. */
const meeting = { quote: 'AN-2026-00002', minor: 456_960 };

/** Enters a card that pays once, and comes back to the payment. */
async function enterSingleCard(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: otherCard }).click();
  await enterCardData(page, number);
  await sendMethod(page);
  await page.waitForURL('**/corporate/invoices/pay?**card=**');
  await hydrated(page);
}

test('a card pays a part once and is not kept', async ({ page, portal }) => {
  await enterCorporate(page, hauke);
  await open(page, '/corporate/invoices');
  await openInvoice(page, 'GoTo Meeting').getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await hydrated(page);
  await expect(page.getByText('Ihr Zahlungsprofil bucht nichts von selbst ab.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Jetzt bezahlen/ })).toHaveCount(0);
  await page.getByLabel('Betrag').fill('10.000,00');
  await page.getByRole('button', { name: 'Betrag übernehmen' }).click();
  await page.waitForURL('**/corporate/invoices/pay?**amount=**');
  await hydrated(page);
  await axe(page);

  await page.getByRole('button', { name: otherCard }).click();
  await page.getByRole('button', { name: 'Abbrechen und zurück' }).click();
  await expect(page.getByText('Sie haben die Eingabe der Karte abgebrochen. Es wurde nichts bezahlt.')).toBeVisible();
  await expect(page.getByLabel('Betrag')).toHaveValue(/^10\.000,00/);
  await hydrated(page);
  await enterSingleCard(page, cards.good);
  await expect(page.getByText(/^Belastet wird Visa ••••\s4242\.$/)).toBeVisible();
  await axe(page);
  await press(page, /^Jetzt bezahlen, 10\.000,00\s€$/, /\/corporate\/invoices\/RU-[^/]+\?done=paid$/);
  await expect(page.getByText('Vielen Dank, Ihre Zahlung ist eingegangen.')).toBeVisible();
  await expect(page.getByText(/^10\.000,00.€ am 21\.11\.2026 mit Visa ••••\s4242 bezahlt\.$/)).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Teilweise bezahlt');
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 1_000_000 }]);
  await axe(page);

  await page.getByRole('link', { name: /^Jetzt bezahlen, 12\.848,00/ }).click();
  await expect(page.getByRole('button', { name: otherCard })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Jetzt bezahlen/ }), 'the card is not kept').toHaveCount(0);
  await open(page, '/corporate/payment-profile');
  await expect(fact(page, 'Zahlungsmethode')).toHaveText('Überweisung');
  await expect(page.getByRole('main')).not.toContainText('4242');
});

test('a card that is used once declines, and another one pays', async ({ page, portal }) => {
  await enterCorporate(page, hauke);
  await open(page, '/corporate/invoices');
  await openInvoice(page, 'GoTo Meeting').getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await hydrated(page);
  await enterSingleCard(page, cards.insufficient);
  await press(page, /^Jetzt bezahlen, 22\.848,00\s€$/, /\/corporate\/invoices\/RU-[^/]+$/);
  const standing = page.getByRole('region', { name: 'Stand dieser Rechnung' });
  await expect(standing).toContainText(/22\.848,00\s€ mit Visa ••••\s9995 abgelehnt: Das Konto ist nicht gedeckt\./);
  await axe(page);
  await page.getByRole('link', { name: /^Jetzt bezahlen, 22\.848,00/ }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await hydrated(page);
  await enterSingleCard(page, cards.good);
  await press(page, /^Jetzt bezahlen, 22\.848,00\s€$/, /\/corporate\/invoices\/RU-[^/]+\?done=paid$/);
  await expect(standing).toContainText(/22\.848,00\s€ am 21\.11\.2026 mit Visa ••••\s4242 bezahlt\./);
  expect(await portal.charges()).toMatchObject([{ status: 'declined' }, { status: 'succeeded', amount_minor: 2_284_800 }]);
});

test('a card that is used once is confirmed at the bank, or the payment is given up', { tag: '@desktop' }, async ({ page, portal }) => {
  await enterCorporate(page, hauke);
  await open(page, '/corporate/invoices');
  await openInvoice(page, 'GoTo Meeting').getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await hydrated(page);
  await enterSingleCard(page, cards.confirmed);
  await press(page, /^Jetzt bezahlen, 22\.848,00\s€$/, /\/corporate\/invoices\/RU-[^/]+$/);
  const standing = page.getByRole('region', { name: 'Stand dieser Rechnung' });
  await expect(standing).toContainText('Zahlung läuft');
  await axe(page);
  await standing.getByRole('button', { name: 'Zahlung abbrechen' }).click();
  await expect(standing).not.toContainText('Zahlung läuft');
  await hydrated(page);
  await page.getByRole('link', { name: /^Jetzt bezahlen, 22\.848,00/ }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await hydrated(page);
  await enterSingleCard(page, cards.confirmed);
  await press(page, /^Jetzt bezahlen, 22\.848,00\s€$/, /\/corporate\/invoices\/RU-[^/]+$/);
  await standing.getByRole('link', { name: 'Bei der Bank bestätigen' }).click();
  await page.getByRole('button', { name: 'Zahlung bestätigen' }).click();
  await page.waitForURL('**/corporate/invoices/RU-*');
  await expect(standing).toContainText(/22\.848,00\s€ am 21\.11\.2026 mit Visa ••••\s3220 bezahlt\./);
  expect(await portal.charges()).toMatchObject([{ status: 'cancelled' }, { status: 'succeeded', amount_minor: 2_284_800 }]);
});

test('what was ordered on invoice is paid together with what was open, by one card', async ({ page, portal, otherBrowser }) => {
  const staff = await otherBrowser();
  await enterStaff(staff, rita);
  // Three seats for a year at 1.908,00 €, with 19 % of tax.
  const quote = await draftQuote(staff, hauke, 'new:goto-webinar:pro:annual', '3');
  await sendDraft(staff);
  await enterCorporate(page, hauke);
  await open(page, `/corporate/quotes/${quote}`);
  await expect(page.getByText('Sie erhalten eine Rechnung, sobald der Serviceauftrag bearbeitet ist.')).toBeVisible();
  const number = await acceptQuote(page, quote);
  expect(await portal.charges(), 'nothing is reserved').toEqual([]);
  await takeServiceOrder(staff, number);
  await completeServiceOrder(staff);

  await open(page, '/corporate/invoices');
  await expect(openInvoice(page, 'GoTo Webinar')).toContainText(/6\.811,56\s€/);
  for (const product of ['GoTo Meeting', 'GoTo Webinar']) await openInvoice(page, product).getByRole('checkbox').check();
  await axe(page);
  await press(page, 'Ausgewählte bezahlen', '**/corporate/invoices/pay?invoice=**');
  await expect(fact(page, 'Zusammen')).toHaveText(/^29\.659,56\s€$/);
  await expect(page.getByLabel('Betrag'), 'several are paid in full').toHaveCount(0);
  await axe(page);
  await enterSingleCard(page, cards.good);
  await expect(fact(page, 'Zusammen')).toHaveText(/^29\.659,56\s€$/);
  await press(page, /^Jetzt bezahlen, 29\.659,56\s€$/, '**/corporate/invoices?done=paid');
  await expect(page.getByText('Vielen Dank, die Rechnungen sind bezahlt.')).toBeVisible();
  await expect(page.getByText('Nichts offen')).toBeVisible();
  const charged = (await portal.charges()).map((charge) => [charge.status, charge.amount_minor]).sort();
  expect(charged).toEqual([['succeeded', 2_284_800], ['succeeded', 681_156]]);
  await axe(page);
});

test('of several invoices none is paid where none is chosen', { tag: '@desktop' }, async ({ page }) => {
  await enterCorporate(page, julia);
  await open(page, '/corporate/invoices');
  await press(page, 'Ausgewählte bezahlen', '**/corporate/invoices/pay**');
  await expect(page.getByText('Es ist keine offene Rechnung ausgewählt.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Jetzt bezahlen/ })).toHaveCount(0);
});

test('a bank account becomes the payment profile, and an invoice is collected from it', async ({ page, portal }) => {
  await enterCorporate(page, julia);
  await chooseProfile(page, 'SEPA-Lastschrift');
  await axe(page);
  await page.getByRole('button', { name: 'Bankverbindung eingeben und speichern' }).click();
  await page.getByRole('button', { name: 'Abbrechen und zurück' }).click();
  await expect(page.getByText('Sie haben die Eingabe abgebrochen. Am Zahlungsprofil hat sich nichts geändert.')).toBeVisible();
  await hydrated(page);
  await chooseProfile(page, 'SEPA-Lastschrift');
  await page.getByRole('button', { name: 'Bankverbindung eingeben und speichern' }).click();
  await enterBankData(page, goodIban);
  await sendMethod(page);
  await page.waitForURL('**/corporate/payment-profile?method=changed');
  await hydrated(page);
  await expect(page.getByText('Das Zahlungsprofil ist geändert.')).toBeVisible();
  await expect(fact(page, 'Zahlungsmethode')).toHaveText('SEPA-Lastschrift');
  await expect(fact(page, 'Abgebucht von')).toContainText(/SEPA-Lastschrift DE ••••\s3000/);
  await expect(fact(page, 'Abgebucht von')).toContainText(/M-/);
  await axe(page);

  await open(page, '/corporate/invoices');
  await openInvoice(page, 'GoTo Training').getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await expect(page.getByText(/^Belastet wird SEPA-Lastschrift DE ••••\s3000\.$/)).toBeVisible();
  await hydrated(page);
  await press(page, /^Jetzt bezahlen, 2\.216,34\s€$/, /\/corporate\/invoices\/RU-/);
  await expect(page.getByText(/^2\.216,34.€ werden eingezogen, beauftragt am 21\.11\.2026\./)).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'pending', amount_minor: 221_634 }]);
  await axe(page);
});

test('a bank account is no card: who adds seats by themselves is told that they need one', async ({ page }) => {
  await enterCorporate(page, julia);
  await chooseProfile(page, 'SEPA-Lastschrift');
  await page.getByRole('button', { name: 'Bankverbindung eingeben und speichern' }).click();
  await enterBankData(page, goodIban);
  await sendMethod(page);
  await page.waitForURL('**/corporate/payment-profile?method=changed');
  await open(page, '/corporate/seats');
  await expect(page.getByText('Für den Serviceauftrag fehlt eine Karte')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Zum Zahlungsprofil' })).toBeVisible();
});

test('a card whose bank asks its holder is confirmed before the service order is placed', async ({ page, portal }) => {
  await enterCorporate(page, julia);
  await putCardOnFile(page, cards.confirmed);
  await expect(fact(page, 'Abgebucht von')).toContainText(/Visa ••••\s3220/);
  await open(page, `/corporate/quotes/${meeting.quote}`);
  await page.getByRole('button', { name: /^Angebot annehmen, / }).click();
  await expect(page.getByText('Ihre Bank möchte, dass Sie die Zahlung bestätigen.')).toBeVisible();
  await hydrated(page);
  await expect(page.getByRole('button', { name: /^Angebot (annehmen|ablehnen)/ }), 'one answer at a time').toHaveCount(0);
  await axe(page);
  await open(page, '/corporate/service-orders');
  await expect(page.getByText('Noch keine Serviceaufträge')).toBeVisible();
  expect(await portal.charges(), 'nothing is reserved so far').not.toContainEqual(expect.objectContaining({ status: 'authorised' }));
  await open(page, `/corporate/quotes/${meeting.quote}`);
  await page.getByRole('link', { name: 'Bei der Bank bestätigen' }).click();
  await page.getByRole('button', { name: 'Zahlung bestätigen' }).click();
  await page.waitForURL(`**/corporate/quotes/${meeting.quote}`);
  await hydrated(page);
  await expect(page.getByText('Dieses Angebot haben Sie angenommen')).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'authorised', amount_minor: meeting.minor }]);
  await follow(page, /^Zum Serviceauftrag SA-2026-/, '**/corporate/service-orders/SA-2026-*');
  await expect(page.getByText('Vielen Dank, Ihr Serviceauftrag ist eingegangen')).toBeVisible();
});

test('a card that its holder does not confirm leaves the quote open', async ({ page, portal }) => {
  await enterCorporate(page, julia);
  await putCardOnFile(page, cards.confirmed);
  await open(page, `/corporate/quotes/${meeting.quote}`);
  await page.getByRole('button', { name: /^Angebot annehmen, / }).click();
  await page.getByRole('link', { name: 'Bei der Bank bestätigen' }).click();
  await page.getByRole('button', { name: 'Zahlung ablehnen' }).click();
  await page.waitForURL(`**/corporate/quotes/${meeting.quote}**`);
  await hydrated(page);
  await expect(page.getByRole('button', { name: /^Angebot annehmen, / })).toBeVisible();
  await expect(page.getByText('Die Karte wurde abgelehnt')).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'declined' }]);
});

test('a card that declines reserves nothing, and another one places the service order', async ({ page, portal }) => {
  await enterCorporate(page, julia);
  await putCardOnFile(page, cards.declined);
  await open(page, '/corporate/seats');
  await page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro').fill('5');
  await page.getByLabel('Diese Angebote verfallen lassen und durch das neue ersetzen').check();
  await press(page, 'Warenkorb speichern und überprüfen', '**/corporate/quotes/AN-2026-*');
  await follow(page, 'Fortfahren zur Zahlung', '**/payment');
  await press(page, 'Speichern und fortfahren zum Serviceauftrag', '**/review');
  const review = page.url();
  // Five seats at 1.320,00 € for 100 of 365 days, with 19 % of tax.
  const place = page.getByRole('button', { name: /^Service-Bestellung aufgeben, 2\.151,78\s€$/ });
  await place.click();
  await page.waitForURL('**/review?declined=1');
  await hydrated(page);
  await expect(page.getByText('Die Karte wurde abgelehnt')).toBeVisible();
  await expect(page.getByText('Es wurde nichts vorgemerkt, und das Angebot ist weiter offen.')).toBeVisible();
  await axe(page);
  await putCardOnFile(page, cards.good);
  await open(page, review);
  await press(page, /^Service-Bestellung aufgeben, 2\.151,78\s€$/, '**/corporate/service-orders/SA-2026-*');
  await expect(page.getByText('Vielen Dank, Ihr Serviceauftrag ist eingegangen')).toBeVisible();
  expect(await portal.charges()).toMatchObject([{ status: 'declined' }, { status: 'authorised', amount_minor: 215_178 }]);
});

/** The account moves its billing address to the United States, and is told what that does to its tax. */
async function moveToUnitedStates(page: Page): Promise<void> {
  await open(page, '/corporate/details');
  await page.getByLabel('Land', { exact: true }).selectOption('US');
  const save = page.getByRole('button', { name: 'Speichern' });
  // Without script the fields of another country come with the page that is answered.
  if (!runsScripts(page)) await save.click();
  await page.getByLabel('Straße und Hausnummer').fill('1 Harbor Plaza');
  await page.getByLabel('Ort').fill('Boston');
  await page.getByLabel('Bundesstaat').selectOption('MA');
  await page.getByLabel('Postleitzahl').fill('02110');
  await save.click();
  await page.waitForURL('**/corporate/details?done=saved');
  await hydrated(page);
}

test.describe('a check', () => {
  // What is refused is answered with 4xx, which the browser writes down.
  test.use({ allowConsole: /status of 4(09|22)/ });

  test('is offered to accounts in the United States alone, and ends what is charged by itself', async ({ page }) => {
    await enterCorporate(page, julia);
    await open(page, '/corporate/payment-profile?edit=1');
    await expect(page.getByLabel('Zahlungsmethode').getByRole('option')).toHaveText(['Karte', 'SEPA-Lastschrift', 'Überweisung']);
    await moveToUnitedStates(page);
    await open(page, '/corporate/payment-profile?edit=1');
    await expect(page.getByLabel('Zahlungsmethode').getByRole('option')).toContainText(['Scheck']);
    await chooseProfile(page, 'Scheck');
    await expect(page.getByText('Es wird nichts mehr abgebucht. Ihr Scheck trifft bis zum Fälligkeitstag der Rechnung bei uns ein.')).toBeVisible();
    await axe(page);
    await press(page, 'Speichern', '**/corporate/payment-profile?method=changed');
    await expect(fact(page, 'Zahlungsmethode')).toHaveText('Scheck');
    await expect(fact(page, 'Zahlungsziel')).toHaveText('14 Tage');
    await expect(fact(page, 'Scheck an')).toBeVisible();
    await expect(fact(page, 'Verwendungszweck')).toHaveText('Rechnungsnummer und KD-20417');
    await expect(page.getByRole('main')).not.toContainText('4242');
    await axe(page);
    await open(page, '/corporate/invoices');
    await openInvoice(page, 'GoTo Training').getByRole('link', { name: 'Jetzt bezahlen' }).click();
    await expect(page.getByText('Ihr Zahlungsprofil bucht nichts von selbst ab.')).toBeVisible();
  });
});
