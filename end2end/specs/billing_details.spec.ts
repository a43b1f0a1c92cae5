/** The billing details: the form of a country's address, the tax before and after, two people at once, and who may. */

import { axe, enter, expect, hydrated, open, runsScripts, test, type Page } from '../fixtures.ts';
import { fact, heading, order } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';
const address = '/billing/details';
const main = (page: Page) => page.getByRole('main');
const save = (page: Page) => page.getByRole('button', { name: 'Speichern' }).click();

/** Moves the company to Vienna. */
async function moveToVienna(page: Page): Promise<void> {
  await page.getByLabel('Land', { exact: true }).selectOption({ label: 'Österreich' });
  await page.getByLabel('Straße und Hausnummer').fill('Lindengasse 4');
  await page.getByLabel('Postleitzahl').fill('1070');
  await page.getByLabel('Ort', { exact: true }).fill('Wien');
}

test('what is changed stands on the next invoice, and those that were issued stay', async ({ page }) => {
  await enter(page, anna, '/billing/payment-method');
  await page.getByRole('link', { name: 'Rechnungsangaben ändern' }).click();
  await expect(heading(page)).toHaveText('Rechnungsangaben');
  await hydrated(page);
  await expect(main(page)).toContainText('Ausgestellte Rechnungen bleiben, wie sie sind.');
  await page.getByLabel('Firma', { exact: true }).fill('Nordlicht Holding SE');
  await page.getByLabel('Straße und Hausnummer').fill('Überseeallee 1');
  await axe(page);
  await save(page);
  await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
  await open(page, address);
  await expect(page.getByLabel('Firma', { exact: true })).toHaveValue('Nordlicht Holding SE');

  await open(page, '/billing/invoices/RE-2026-00012');
  await expect(main(page)).toContainText('Nordlicht GmbH');
  await expect(main(page)).not.toContainText('Holding');
  await open(page, await order(page, 'GoTo Meeting', { plan: 'Business' }));
  await page.getByRole('link', { name: /^Rechnung RE-/ }).click();
  await expect(main(page)).toContainText('Nordlicht Holding SE');
  await expect(main(page)).toContainText('Überseeallee 1');
});

test.describe('another country', () => {
  test.use({ allowConsole: /the server responded with a status of (409|422)/ });

  test('shows the tax of the next bill before and after, and is saved once it was seen', async ({ page }) => {
    await enter(page, anna, address);
    const bill = page.getByRole('table', { name: 'Nächste Rechnung am 01.12.2026' });
    await expect(bill.getByRole('row', { name: /^Umsatzsteuer/ })).toContainText(/19\s%/);
    await moveToVienna(page);
    if (!runsScripts(page)) {
      await save(page);
      await expect(main(page)).toContainText('Die nächste Rechnung wird anders besteuert');
    }
    await expect(bill.getByRole('row', { name: /^Umsatzsteuer/ })).toContainText(/19\s%.*20\s%/);
    await expect(bill.getByRole('row', { name: /^Gesamt/ })).toContainText(/166,60\s€.*168,00\s€/);
    await expect(page.getByLabel('Ort', { exact: true })).toHaveValue('Wien');
    await axe(page);
    await save(page);
    await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
    await open(page, address);
    await expect(bill.getByRole('row', { name: /^Umsatzsteuer/ })).toContainText(/20\s%.*20\s%/);
  });

  test('asks that a number of the country before is removed or replaced', async ({ page }) => {
    await enter(page, anna, address);
    const number = page.getByLabel(/^Umsatzsteuer-Identifikationsnummer/);
    await number.fill('DE123456788');
    await save(page);
    await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
    await open(page, address);
    await moveToVienna(page);
    if (!runsScripts(page)) await save(page);
    await expect(number).toHaveAccessibleDescription(/beginnt mit AT.*lassen Sie das Feld leer/);
    await expect(number).toHaveValue('DE123456788');
    await number.fill('ATU12345675');
    await save(page);
    const bill = page.getByRole('table', { name: 'Nächste Rechnung am 01.12.2026' });
    if (!runsScripts(page)) {
      await expect(bill.getByRole('row', { name: /^Umsatzsteuer/ })).toContainText(/19\s%.*keine/);
      await save(page);
    }
    await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
    await open(page, address);
    await expect(number).toHaveValue('ATU12345675');
  });

  test('has the fields that its addresses have', async ({ page }) => {
    await enter(page, anna, address);
    await page.getByLabel('Land', { exact: true }).selectOption({ label: 'Vereinigte Staaten' });
    await page.getByLabel('Straße und Hausnummer').fill('1 Market St');
    await page.getByLabel('Ort', { exact: true }).fill('San Francisco');
    await page.getByLabel('Postleitzahl').fill('94105');
    if (!runsScripts(page)) await save(page);
    await page.getByLabel('Bundesstaat').selectOption({ label: 'California' });
    await expect(page.getByLabel('Straße und Hausnummer'), 'nothing typed is lost').toHaveValue('1 Market St');
    const order = await page.locator('.form-row').getByRole('textbox').or(page.locator('.form-row').getByRole('combobox')).evaluateAll((all) => all.map(({ id }) => id));
    expect(order).toEqual(['city', 'region', 'postal_code']);
    await save(page);
    if (!runsScripts(page)) await save(page);
    await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
    await open(page, '/billing/payment-method');
    await expect(main(page)).toContainText(/San\sFrancisco, CA 94105/);
  });

  test('has postal codes of its own', { tag: '@desktop' }, async ({ page }) => {
    await enter(page, anna, address);
    await page.getByLabel('Postleitzahl').fill('1070');
    await save(page);
    await expect(page.getByLabel('Postleitzahl')).toHaveAccessibleDescription(/zum Beispiel 20457/);
    await expect(page.getByLabel('Postleitzahl')).toHaveValue('1070');
    await axe(page);
  });
});

test.describe('two people at once', () => {
  test.use({ allowConsole: /the server responded with a status of 409/ });

  test('the second is told what stands now, and keeps what they typed', async ({ page, otherBrowser }) => {
    await enter(page, anna, address);
    const other = await otherBrowser();
    await enter(other, anna, address);
    await other.getByLabel('Ort', { exact: true }).fill('Kiel');
    await save(other);
    await expect(main(other)).toContainText('Die Angaben sind gespeichert.');
    await page.getByLabel('Ort', { exact: true }).fill('Lübeck');
    await page.getByLabel('Firma', { exact: true }).fill('Nordlicht AG');
    await save(page);
    await expect(main(page)).toContainText('Anna Albrecht hat die Angaben inzwischen geändert');
    await expect(fact(page, 'Ort')).toContainText('Kiel');
    await expect(fact(page, 'Ort')).toContainText('Ihre Eingabe: Lübeck');
    await expect(page.getByLabel('Ort', { exact: true })).toHaveValue('Lübeck');
    await expect(page.getByLabel('Firma', { exact: true })).toHaveValue('Nordlicht AG');
    await axe(page);
    await save(page);
    await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
    await open(other, address);
    await expect(other.getByLabel('Ort', { exact: true })).toHaveValue('Lübeck');
  });
});

test.describe('recipients', () => {
  test.use({ allowConsole: /the server responded with a status of 422/ });

  test('are told at their field when one is no address, and then kept', async ({ page }) => {
    await enter(page, anna, address);
    const field = page.getByLabel(/^Weitere E-Mail-Adressen/);
    await field.fill('buchhaltung@nordlicht.example\nsteuer');
    await save(page);
    await expect(field).toHaveAccessibleDescription(/„steuer“ ist keine E-Mail-Adresse/);
    await expect(field).toHaveValue('buchhaltung@nordlicht.example\nsteuer');
    await field.fill('buchhaltung@nordlicht.example\nsteuer@kanzlei.example');
    await save(page);
    await expect(main(page)).toContainText('Die Angaben sind gespeichert.');
    await open(page, address);
    await expect(field).toHaveValue('buchhaltung@nordlicht.example\nsteuer@kanzlei.example');
  });
});

test('a colleague sees them and is told whose word a change needs', async ({ page }) => {
  await enter(page, 'ben@nordlicht.example', address);
  await expect(main(page)).toContainText('Anna Albrecht, anna@nordlicht.example');
  await expect(page.getByRole('link', { name: 'E-Mail an den Abrechnungsadministrator' })).toBeVisible();
  await expect(fact(page, 'Firma')).toContainText('Nordlicht GmbH');
  await expect(page.getByRole('button', { name: 'Speichern' })).toHaveCount(0);
  await axe(page);
});
