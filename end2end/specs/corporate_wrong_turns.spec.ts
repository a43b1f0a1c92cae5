/** At the corporate door something comes in between: a quote while seats are typed, a bank that is not answered, one invoice of several that is declined. */

import { axe, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { acceptQuote, completeServiceOrder, draftQuote, enterCorporate, enterStaff, hauke, julia, openInvoice, press, putCardOnFile, rita, sendDraft, takeServiceOrder } from '../corporate.ts';
import { cards, enterCardData, sendMethod } from '../payment_page.ts';

// What is refused is answered with 409, which the browser writes down.
test.use({ portalLife: 'test', allowConsole: /status of 409/ });

const replace = 'Diese Angebote verfallen lassen und durch das neue ersetzen';

/** The representative sends Alpenwerk another quote. */
async function sendAnother(page: Page): Promise<string> {
  await enterStaff(page, rita);
  const number = await draftQuote(page, julia, 'new:goto-assist-v5:remote-support:annual', '2');
  await sendDraft(page);
  return number;
}

test('a quote that comes in while seats are typed is named, and given up only when that is said', async ({ page, otherBrowser }) => {
  await enterCorporate(page, julia);
  await open(page, '/corporate/seats');
  const seats = page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro');
  await seats.fill('3');
  await page.getByLabel(replace).check();
  const another = await sendAnother(await otherBrowser());
  await page.getByRole('button', { name: 'Warenkorb speichern und überprüfen' }).click();
  await expect(page.getByText('Das Angebot wurde nicht erstellt')).toBeVisible();
  await hydrated(page);
  await expect(page.getByRole('main').getByRole('link', { name: another })).toBeVisible();
  await expect(page.getByLabel(replace), 'said of the others alone').not.toBeChecked();
  await expect(seats, 'what was typed stays').toHaveValue('3');
  await expect(page.getByText('25 + 3 = 28')).toBeVisible();
  await axe(page);
  await page.getByLabel(replace).check();
  await press(page, 'Warenkorb speichern und überprüfen', '**/corporate/quotes/AN-2026-*');
  await expect(page.getByRole('main')).toContainText('25 + 3 = 28');
});

test('who does not answer their bank gives up, and orders by another card', async ({ page, portal }) => {
  await enterCorporate(page, julia);
  await putCardOnFile(page, cards.confirmed);
  await open(page, '/corporate/quotes/AN-2026-00002');
  await page.getByRole('button', { name: /^Angebot annehmen, / }).click();
  await expect(page.getByText('Ihre Bank möchte, dass Sie die Zahlung bestätigen.')).toBeVisible();
  await hydrated(page);
  await axe(page);
  await page.getByRole('button', { name: 'Service-Bestellung abbrechen' }).click();
  await expect(page.getByRole('button', { name: /^Angebot annehmen, / })).toBeVisible();
  await hydrated(page);
  expect(await portal.charges()).toMatchObject([{ status: 'cancelled' }]);
  await putCardOnFile(page, cards.good);
  await acceptQuote(page, 'AN-2026-00002');
});

test('of invoices that are paid at once the one that is declined is named, and why', async ({ page, portal, otherBrowser }) => {
  const staff = await otherBrowser();
  await enterStaff(staff, rita);
  const quote = await draftQuote(staff, hauke, 'new:goto-webinar:pro:annual', '3');
  await sendDraft(staff);
  await enterCorporate(page, hauke);
  await takeServiceOrder(staff, await acceptQuote(page, quote));
  await completeServiceOrder(staff);
  await open(page, '/corporate/invoices');
  const declined = (await openInvoice(page, 'GoTo Meeting').getByRole('link', { name: /^RU-/ }).innerText()).trim();
  for (const product of ['GoTo Meeting', 'GoTo Webinar']) await openInvoice(page, product).getByRole('checkbox').check();
  await press(page, 'Ausgewählte bezahlen', '**/corporate/invoices/pay?invoice=**');
  await page.getByRole('button', { name: 'Andere Karte nur für diese Zahlung' }).click();
  await enterCardData(page, cards.good);
  await sendMethod(page);
  await page.waitForURL('**/corporate/invoices/pay?**card=**');
  await hydrated(page);
  await portal.setFault({ fault: 'decline', times: 1 });
  await press(page, /^Jetzt bezahlen, /, '**/corporate/invoices?done=partly&unpaid=RU-*');
  const news = page.getByRole('alert').filter({ hasText: 'Nicht alle Rechnungen sind bezahlt' });
  await expect(news).toContainText(declined);
  await expect(news).toContainText('abgelehnt:');
  await expect(news.getByRole('listitem')).toHaveCount(1);
  await axe(page);
});

test('all that was issued is searched below what is open, and a quote is taken along', async ({ page }) => {
  await enterCorporate(page, julia);
  await open(page, '/corporate/invoices');
  await page.getByLabel('Nummer oder Produkt').fill('Webinar');
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await page.waitForURL('**/corporate/invoices?search=Webinar**');
  await hydrated(page);
  await expect(page.getByRole('table', { name: 'Rechnungen, neueste zuerst' }).getByRole('row')).toHaveCount(2);
  await expect(openInvoice(page, 'GoTo Training'), 'what is open is not searched').toBeVisible();
  await axe(page);
  await open(page, '/corporate/quotes/AN-2026-00001');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Herunterladen' }).click();
  expect((await download).suggestedFilename()).toBe('AN-2026-00001.html');
});
