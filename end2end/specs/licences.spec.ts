/** Licences: given to several people at once, taken back, never more than there are, and asked for after a purchase. */

import { axe, enter, expect, hydrated, open, runsScripts, test, type Page } from '../fixtures.ts';
import { choose, editorAddress, heading, order, placeOrderButton } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';
const main = (page: Page) => page.getByRole('main');
const assign = (page: Page) => page.getByRole('button', { name: 'Lizenzen zuweisen' }).click();
const holders = (page: Page) => page.getByRole('table', { name: 'Personen mit Lizenz' });
const typed = (page: Page) => page.getByLabel(/^Weitere Personen/);

/** Several people, a line each. */
const people = (count: number): string => Array.from({ length: count }, (_, place) => `eva${place}@example.com`).join('\n');

test('people of the account and others are given licences at once, and lose them again', async ({ page }) => {
  await enter(page, anna, '/billing/licences');
  await expect(heading(page)).toHaveText('Lizenzen');
  await expect(main(page)).toContainText('1 von 10 vergeben');
  await page.getByRole('checkbox', { name: /^Ben Brandt/ }).check();
  await typed(page).fill('Eva Muster <eva@example.com>; otto@example.com');
  await axe(page);
  await assign(page);
  await expect(main(page)).toContainText('Die Lizenzen sind zugewiesen.');
  await expect(main(page)).toContainText('4 von 10 vergeben');
  await expect(main(page)).toContainText('6 Lizenzen sind frei.');
  await expect(holders(page).getByRole('row', { name: /Eva Muster/ })).toContainText('eva@example.com');
  await expect(typed(page)).toHaveValue('');
  await hydrated(page);

  await page.getByRole('checkbox', { name: 'eva@example.com auswählen' }).check();
  await page.getByRole('checkbox', { name: 'ben@nordlicht.example auswählen' }).check();
  await page.getByRole('button', { name: 'Freigeben', exact: true }).click();
  await expect(main(page)).toContainText('Die Lizenzen sind frei.');
  await expect(main(page)).toContainText('2 von 10 vergeben');
  await expect(page.getByRole('checkbox', { name: /^Eva Muster/ })).toBeVisible();
  await axe(page);
  await hydrated(page);

  await page.getByRole('checkbox', { name: /^Eva Muster/ }).check();
  await page.getByRole('button', { name: 'Aus der Liste nehmen' }).click();
  await expect(main(page)).toContainText('Die Liste ist geändert.');
  await expect(page.getByRole('checkbox', { name: /^Eva Muster/ })).toHaveCount(0);
});

test.describe('what cannot be', () => {
  test.use({ allowConsole: /the server responded with a status of (409|422)/ });

  test('more than there are leads to the plan editor, with the number filled in', async ({ page }) => {
    await enter(page, anna, '/billing/licences');
    await typed(page).fill(people(11));
    await assign(page);
    await expect(main(page)).toContainText('Es sind noch 9 Lizenzen frei, gewählt haben Sie 11 Personen.');
    await expect(typed(page)).toHaveValue(people(11));
    await axe(page);
    await page.getByRole('alert').getByRole('link', { name: 'Lizenzen hinzufügen' }).click();
    await expect(heading(page)).toHaveText('Abonnement bearbeiten');
    await expect(page.getByLabel('Benutzerlizenzen', { exact: true })).toHaveValue('12');
  });

  test('who signs in here stays on the list', async ({ page }) => {
    await enter(page, anna, '/billing/licences');
    const ben = page.getByRole('checkbox', { name: /^Ben Brandt/ });
    await ben.check();
    await page.getByRole('button', { name: 'Aus der Liste nehmen' }).click();
    await expect(main(page)).toContainText('ben@nordlicht.example meldet sich bei diesem Konto an');
    await expect(ben).toBeChecked();
    await axe(page);
  });

  test('nobody, and somebody without an address, are told at the field', async ({ page }) => {
    await enter(page, anna, '/billing/licences');
    await assign(page);
    await expect(typed(page)).toHaveAccessibleDescription(/Füllen Sie dieses Feld aus/);
    await typed(page).fill('eva@example.com\notto');
    await assign(page);
    await expect(typed(page)).toHaveAccessibleDescription(/„otto“ ist keine E-Mail-Adresse/);
    await expect(typed(page)).toHaveValue('eva@example.com\notto');
    await page.getByRole('button', { name: 'Freigeben', exact: true }).click();
    await expect(main(page)).toContainText('Wählen Sie mindestens eine Person aus.');
  });

  test('fewer licences than are assigned are not ordered before somebody says who loses theirs', async ({ page }) => {
    await enter(page, anna, '/billing/licences');
    await typed(page).fill(people(7));
    await assign(page);
    await expect(main(page)).toContainText('8 von 10 vergeben');
    await open(page, await editorAddress(page, 'GoTo Meeting'));
    await choose(page, { seats: '6' });
    await expect(main(page)).toContainText('8 Lizenzen sind vergeben. Geben Sie zuerst mindestens 2 frei');
    await axe(page);
    await page.getByRole('link', { name: 'Lizenzen freigeben' }).click();
    await expect(heading(page)).toHaveText('Lizenzen');
    await hydrated(page);
    for (const email of ['eva0@example.com', 'eva1@example.com']) await page.getByRole('checkbox', { name: `${email} auswählen` }).check();
    await page.getByRole('button', { name: 'Freigeben', exact: true }).click();
    await expect(main(page)).toContainText('6 von 10 vergeben');
    const address = await order(page, 'GoTo Meeting', { seats: '6' });
    expect(address).toMatch(/^\/billing\/orders\//);
  });
});

test('what was bought asks for its first licence until somebody has one', async ({ page }) => {
  await enter(page, anna, '/billing/subscriptions/new?product=goto-training&offer=buy&plan=pro&seats=2&interval=monthly');
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await expect(heading(page)).toHaveText('Bestellung prüfen');
  await hydrated(page);
  await placeOrderButton(page).click();
  await expect(heading(page)).toHaveText(/^Danke/);
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'GoTo Training: 2 Benutzerlizenzen mehr' })).toBeVisible();
  await open(page, '/billing');
  await expect(main(page)).toContainText('Noch arbeitet niemand mit GoTo Training');
  await axe(page);
  await page.getByRole('link', { name: 'Lizenzen zuweisen' }).click();
  await expect(main(page)).toContainText('0 von 2 vergeben');
  await hydrated(page);
  await page.getByRole('checkbox', { name: /^Anna Albrecht/ }).check();
  await assign(page);
  await expect(main(page)).toContainText('1 von 2 vergeben');
  await open(page, '/billing');
  await expect(main(page)).not.toContainText('Noch arbeitet niemand');
});

test('a colleague sees who works with what, and is told whose word a change needs', async ({ page }) => {
  await enter(page, 'ben@nordlicht.example', '/billing/licences');
  await expect(main(page)).toContainText('1 von 10 vergeben');
  await expect(main(page)).toContainText('Anna Albrecht, anna@nordlicht.example');
  await expect(holders(page)).toContainText('Anna Albrecht');
  await expect(page.getByRole('button', { name: /Lizenzen zuweisen|Freigeben/ })).toHaveCount(0);
  await axe(page);
});

test('each subscription has its own, and who has nothing yet is led on', async ({ page, otherBrowser }) => {
  await enter(page, anna, '/billing/licences');
  const links = page.getByRole('navigation', { name: 'Abonnements' });
  await links.getByRole('link', { name: /^GoTo Webinar/ }).click();
  await expect(main(page)).toContainText('1 von 2 vergeben');
  await expect(page).toHaveURL(/subscription=/);
  const doras = await otherBrowser();
  await enter(doras, 'dora@leer.example', '/billing/licences');
  await expect(main(doras)).toContainText('Noch keine Lizenzen');
  if (runsScripts(doras)) await axe(doras);
});
