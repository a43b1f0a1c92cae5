/** The gateway's pages, as the person who pays uses them. They run no script, so they are the same in all projects. */

import { expect, hydrated, type Page } from './fixtures.ts';

/** The gateway's test cards; see `docs/gateway.md`. */
export const cards = {
  good: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  insufficient: '4000 0000 0000 9995',
  confirmed: '4000 0000 0000 3220',
};

/** Its test bank account whose debits settle. */
export const goodIban = 'DE89 3704 0044 0532 0130 00';

/** From the page of the payment method on file to the gateway's page. */
export async function changeMethod(page: Page): Promise<void> {
  const edit = page.getByRole('main').getByRole('link', { name: 'Bearbeiten', exact: true });
  const update = page.getByRole('button', { name: 'Zahlungsmethode aktualisieren' });
  await expect(edit.or(update)).toBeVisible();
  // A card that has expired asks for another one by itself.
  if (await edit.isVisible()) await edit.click();
  await update.click();
}

/** Enters a card on the hosted page, which is open, and comes back. */
export async function enterCard(page: Page, number: string): Promise<void> {
  await enterCardData(page, number);
  await submit(page);
}

/** Fills in a card. Where nothing else is taken, the page does not ask for the kind. */
export async function enterCardData(page: Page, number: string): Promise<void> {
  await expect(page.getByLabel('Kartennummer')).toBeAttached();
  const kind = page.getByRole('radio', { name: 'Karte' });
  if (await kind.isVisible()) await kind.check();
  await page.getByLabel('Kartennummer').fill(number);
  await page.getByLabel('Monat').fill('04');
  await page.getByLabel('Jahr').fill('2031');
  await page.getByLabel('Prüfziffer').fill('123');
  await page.getByLabel('Name auf der Karte').fill('Carla Conti');
}

/** Enters a bank account, gives the mandate, and comes back. */
export async function enterBankAccount(page: Page, iban: string): Promise<void> {
  await enterBankData(page, iban);
  await submit(page);
}

/** Fills in a bank account and gives the mandate. */
export async function enterBankData(page: Page, iban: string): Promise<void> {
  await expect(page.getByLabel('IBAN')).toBeAttached();
  const kind = page.getByRole('radio', { name: 'SEPA-Lastschrift' });
  if (await kind.isVisible()) await kind.check();
  await page.getByLabel('IBAN').fill(iban);
  await page.getByLabel('Kontoinhaber').fill('Anna Albrecht');
  await page.getByLabel('Ich erteile dieses Mandat.').check();
}

/** Leaves the hosted page with what was filled in. */
export async function sendMethod(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Zahlungsmethode übernehmen' }).click();
}

async function submit(page: Page): Promise<void> {
  await sendMethod(page);
  await page.waitForURL(/\/billing\/.*method=changed/);
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText('Die neue Zahlungsmethode ist hinterlegt.');
}
