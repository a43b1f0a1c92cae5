/** A corporate account adds seats, step by step, to the receipt; the representative works in a second browser. */

import { axe, expect, fillSignIn, hydrated, open, password, test, type Page } from '../fixtures.ts';
import { heading } from '../steps.ts';

test.use({ portalLife: 'test' });

/** A form that is filled in and sent leads to another page, script or not. */
async function press(page: Page, button: string | RegExp, address: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL(address);
  await hydrated(page);
}

async function follow(page: Page, link: string, address: string): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: link }).first().click();
  await page.waitForURL(address);
  await hydrated(page);
}

async function enterCorporate(page: Page, userId: string): Promise<void> {
  await open(page, '/corporate/sign-in');
  await page.locator('input[autocomplete="username"]').fill(userId);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/corporate');
  await hydrated(page);
}

async function enterStaff(page: Page, address: string): Promise<void> {
  await open(page, `/staff/sign-in?next=${address}`);
  await fillSignIn(page, 'rita@kontor.example', password);
  await page.waitForURL(`**${address}`);
  await hydrated(page);
}

test('seats are added step by step, and the receipt comes when the service order is done', async ({ page, otherBrowser }) => {
  await enterCorporate(page, 'KD-20417');
  await follow(page, 'Plätze hinzufügen', '**/corporate/seats**');
  await expect(heading(page)).toHaveText('Plätze hinzufügen');
  await page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro').fill('5');
  await page.getByLabel('Anzahl neuer Plätze · GoTo Webinar Pro').fill('1');
  await axe(page);
  // The representative's two quotes end only when that is said.
  await page.getByLabel('Diese Angebote verfallen lassen und durch das neue ersetzen').check();
  await press(page, 'Warenkorb speichern und überprüfen', '**/corporate/quotes/AN-2026-*');
  await expect(page.getByRole('main')).toContainText('25 + 5 = 30');
  await expect(page.getByRole('main')).toContainText('5 + 1 = 6');
  await expect(page.getByText(/3\.367,74\s€/).first()).toBeVisible();
  await axe(page);
  await follow(page, 'Fortfahren zur Zahlung', '**/payment');
  await page.getByLabel('Name').fill('Ada Adler');
  await page.getByLabel('E-Mail-Adresse').fill('ada@alpenwerk.example');
  await page.getByLabel(/^Andere Kaufauftragsnummer/).fill('4500-17');
  await axe(page);
  await press(page, 'Speichern und fortfahren zum Serviceauftrag', '**/review');
  await expect(page.getByRole('main')).toContainText('Ada Adler, ada@alpenwerk.example');
  await axe(page);
  await press(page, /^Service-Bestellung aufgeben, 3\.367,74\s€$/, '**/corporate/service-orders/SA-2026-00001');
  await expect(heading(page)).toHaveText('Serviceauftrag SA-2026-00001');
  await expect(page.getByText('Vielen Dank, Ihr Serviceauftrag ist eingegangen')).toBeVisible();
  await axe(page);

  const rita = await otherBrowser();
  await enterStaff(rita, '/staff/service-orders');
  await follow(rita, 'SA-2026-00001', '**/staff/service-orders/SA-2026-00001');
  await rita.getByRole('button', { name: 'Übernehmen' }).click();
  await expect(rita.getByText('In Bearbeitung')).toBeVisible();
  await hydrated(rita);
  await axe(rita);
  await rita.getByRole('button', { name: 'Erledigt' }).click();
  await expect(rita.getByRole('button', { name: 'Erledigt' })).toHaveCount(0);

  // The page looks again by itself; without script it is loaded anew.
  await page.reload();
  await hydrated(page);
  await expect(page.getByText('Ihr Serviceauftrag ist erledigt')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Rechnung RU-2026-/ })).toBeVisible();
  await open(page, '/corporate');
  await expect(page.getByRole('main')).toContainText('30 Plätze');
});

test('address and card are changed on the way, and what was typed stays', async ({ page }) => {
  await enterCorporate(page, 'KD-20417');
  await open(page, '/corporate/seats');
  const seats = page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro');
  await seats.fill('4');
  const recalculate = page.getByRole('button', { name: 'Neu berechnen' });
  if (await recalculate.isVisible()) await recalculate.click();
  await expect(page.getByText('25 + 4 = 29')).toBeVisible();
  await expect(seats).toHaveValue('4');
  await page.getByLabel('Diese Angebote verfallen lassen und durch das neue ersetzen').check();
  await press(page, 'Warenkorb speichern und überprüfen', '**/corporate/quotes/AN-2026-*');
  await follow(page, 'Fortfahren zur Zahlung', '**/payment');
  await page.getByLabel('Name').fill('Ada Adler');
  await page.getByLabel('E-Mail-Adresse').fill('ada@alpenwerk.example');
  await press(page, 'Rechnungsadresse ändern', '**/corporate/details?back=**');
  await axe(page);
  await page.getByLabel('Straße und Hausnummer').fill('Neue Straße 7');
  await press(page, 'Speichern', '**/payment?done=saved');
  await expect(page.getByRole('main')).toContainText('Neue Straße 7');
  await expect(page.getByLabel('Name')).toHaveValue('Ada Adler');
  await axe(page);
  await press(page, 'Zahlungsmethode ändern', '**/corporate/payment-profile?kind=card&back=**');
  await axe(page);
  await page.getByRole('button', { name: /^Karte/ }).click();
  const card = page.getByRole('radio', { name: 'Karte' });
  if (await card.count()) await card.check();
  for (const [label, value] of [['Kartennummer', '4242424242424242'], ['Monat', '05'], ['Jahr', '2032'], ['Prüfziffer', '123'], ['Name auf der Karte', 'Julia Alpers']] as const) {
    await page.getByLabel(label).fill(value);
  }
  await page.getByRole('button', { name: 'Zahlungsmethode übernehmen' }).click();
  await page.waitForURL('**/payment?method=changed');
  await hydrated(page);
  await expect(page.getByLabel('E-Mail-Adresse')).toHaveValue('ada@alpenwerk.example');
  await expect(page.getByRole('main')).toContainText('4242');
});

test('a quote of the representative is seen before it is sent, and declined with a reason', async ({ page, otherBrowser }) => {
  const rita = await otherBrowser();
  await enterStaff(rita, '/staff/quotes');
  await rita.getByLabel('Kundennummer').fill('KD-20418');
  await press(rita, 'Neues Angebot', '**/staff/quotes/new?account=KD-20418');
  const line = rita.getByRole('group', { name: 'Position 1' });
  await line.getByLabel(/^Was/).selectOption({ label: 'Neu: GoTo Webinar Pro, 1.908,00 € jährlich' });
  await line.getByLabel(/^Plätze/).fill('3');
  await line.getByLabel(/^Eigener Preis je Platz/).fill('1.500,00');
  await line.getByLabel(/^Grund/).fill('Rahmenvertrag');
  await axe(rita);
  await press(rita, 'Entwurf speichern und ansehen', '**/staff/quotes/AN-2026-*');
  await expect(rita.getByText('So sieht es das Konto')).toBeVisible();
  await expect(rita.getByText(/5\.355,00\s€/).first()).toBeVisible();
  const number = rita.url().split('/').pop() ?? '';
  await axe(rita);
  await rita.getByRole('button', { name: 'Angebot senden' }).click();
  await expect(rita.getByText('So sieht es das Konto')).toHaveCount(0);

  await enterCorporate(page, 'KD-20418');
  await open(page, '/corporate/quotes');
  await axe(page);
  await follow(page, number, `**/corporate/quotes/${number}`);
  await expect(page.getByRole('main')).toContainText('Rahmenvertrag');
  await page.getByText('Dieses Angebot ablehnen …').click();
  await page.getByLabel(/^Grund/).fill('Erst im Frühjahr');
  await page.getByRole('button', { name: 'Angebot ablehnen' }).click();
  await expect(page.getByText('Dieses Angebot haben Sie abgelehnt')).toBeVisible();
  await expect(page.getByText('Erst im Frühjahr')).toBeVisible();
  await hydrated(page);
  await axe(page);
});

test('an account that pays by bank transfer is told that seats want a card', async ({ page }) => {
  await enterCorporate(page, 'KD-20418');
  await open(page, '/corporate/seats');
  await expect(page.getByText('Für den Serviceauftrag fehlt eine Karte')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Zum Zahlungsprofil' })).toBeVisible();
});
