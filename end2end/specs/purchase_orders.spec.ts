/** A corporate account enters a purchase order with its document, and names it on a quote; the staff reads it. */

import { axe, expect, hydrated, open, password, runsScripts, test, type Page } from '../fixtures.ts';
import { heading } from '../steps.ts';

// What is refused is answered with 409 or 422, which the browser writes down.
test.use({ portalLife: 'test', allowConsole: /status of 4(09|22)/ });

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');
const picture = Buffer.from('\x89PNG\r\n\x1a\n, kein Dokument', 'latin1');

async function enterCorporate(page: Page, userId: string): Promise<void> {
  await open(page, '/corporate/sign-in');
  await page.locator('input[autocomplete="username"]').fill(userId);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/corporate');
  await hydrated(page);
}

async function press(page: Page, button: string | RegExp, address: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL(address);
  await hydrated(page);
}

/** Chooses a file; without script its button sends it. */
async function send(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/pdf', buffer });
  if (!runsScripts(page)) await page.locator('form[enctype="multipart/form-data"] button[type="submit"]').click();
}

test('a purchase order is added with its document, edited, and named on a quote', async ({ page }) => {
  await enterCorporate(page, 'KD-20417');
  await open(page, '/corporate/purchase-orders');
  await expect(heading(page)).toHaveText('Kaufaufträge');
  await expect(page.getByRole('main')).toContainText('4500172211');
  await axe(page);
  await page.getByRole('link', { name: 'Neuer Kaufauftrag' }).click();
  await page.waitForURL('**/purchase-orders/new');
  await hydrated(page);
  await page.getByLabel('Nummer').fill('4500172211');
  await page.getByLabel('Betrag, netto').fill('1.000,00');
  await page.getByLabel('Gültig bis').fill('2027-12-31');
  await page.getByRole('button', { name: 'Kaufauftrag anlegen' }).click();
  await expect(page.getByText('Diese Nummer hat schon ein anderer Kaufauftrag.')).toBeVisible();
  await hydrated(page);
  await axe(page);
  await page.getByLabel('Nummer').fill('PO-77');
  await press(page, 'Kaufauftrag anlegen', /purchase-orders\/[0-9a-f]{32}/);
  await expect(heading(page)).toHaveText('Kaufauftrag PO-77');
  await expect(page.getByText('Der Kaufauftrag ist angelegt.')).toBeVisible();
  await axe(page);

  await send(page, 'bild.pdf', picture);
  await expect(page.getByText('Das ist keine PDF-Datei.')).toBeVisible();
  await hydrated(page);
  await axe(page);
  await send(page, 'Bestellung PO-77.pdf', pdf);
  await expect(page.locator('.document-name')).toHaveText('Bestellung PO-77.pdf');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Herunterladen' })).toHaveAttribute('href', /file\?download=1$/);
  await axe(page);

  await open(page, '/corporate/quotes');
  await page.getByRole('main').getByRole('link', { name: /^AN-2026-/ }).last().click();
  await page.waitForURL('**/corporate/quotes/AN-2026-*');
  await hydrated(page);
  const choice = page.getByRole('radio', { name: /^PO-77/ });
  await expect(page.getByText(/Der Kaufauftrag PO-77 reicht nicht: Netto fehlen/)).toBeVisible();
  await choice.check();
  await axe(page);
  await press(page, /^Angebot annehmen, /, '**/corporate/service-orders/SA-2026-*');
  await expect(page.getByRole('main')).toContainText('PO-77');
});

test('an amount is not taken below what was used, and a closed purchase order is opened again', async ({ page }) => {
  await enterCorporate(page, 'KD-20418');
  await open(page, '/corporate/purchase-orders');
  await page.getByRole('main').getByRole('link', { name: 'HB-2026-0815' }).click();
  await page.waitForURL(/purchase-orders\/[0-9a-f]{32}/);
  await hydrated(page);
  await expect(page.getByText('Weniger als ein Fünftel ist übrig.')).toBeVisible();
  await expect(page.getByText(/19\.200,00\s€ von 22\.000,00\s€ verbraucht/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^RU-2026-/ })).toBeVisible();
  await axe(page);
  await page.getByLabel('Betrag, netto').fill('19.199,99');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByText(/Verbraucht sind bereits 19\.200,00\s€\./)).toBeVisible();
  await hydrated(page);
  await page.getByLabel('Betrag, netto').fill('40.000,00');
  await press(page, 'Speichern', /done=saved/);
  await expect(page.getByText('Die Änderungen sind gespeichert.')).toBeVisible();
  await expect(page.getByText(/19\.200,00\s€ von 40\.000,00\s€ verbraucht/)).toBeVisible();
  await page.getByText('Kaufauftrag schließen …').click();
  await press(page, 'Kaufauftrag schließen', /done=closed/);
  await expect(page.getByText('Der Kaufauftrag ist geschlossen.')).toBeVisible();
  await axe(page);
  await press(page, 'Wieder öffnen', /done=reopened/);
  await expect(page.getByText('Der Kaufauftrag ist wieder geöffnet.')).toBeVisible();
});
