/** Customer care: a request from the plan editor to the answer, seen from both sides. */

import { axe, enter, expect, fillSignIn, hydrated, open, password, runsScripts, test, type Page } from '../fixtures.ts';
import { editorAddress, heading, mainText, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';

async function enterStaff(page: Page, address: string): Promise<void> {
  await open(page, `/staff/sign-in?next=${address}`);
  await fillSignIn(page, 'rita@kontor.example', password);
  await page.waitForURL(`**${address}`);
  await hydrated(page);
}

/** Asks something that concerns no subscription. */
async function ask(page: Page, message: string): Promise<void> {
  await open(page, '/billing/customer-care');
  await page.getByLabel('Worum geht es?').selectOption('Etwas anderes');
  await page.getByLabel(/^Ihre Nachricht/).fill(message);
  await page.getByRole('button', { name: 'Anfrage senden' }).click();
}

test('a downgrade is asked for in the editor, answered, and scheduled as it was wished', async ({ page, otherBrowser }) => {
  await enter(page, anna);
  await open(page, await editorAddress(page, 'GoTo Webinar'));
  await page.getByLabel('Benutzerlizenzen', { exact: true }).fill('1');
  if (!runsScripts(page)) await page.getByRole('button', { name: 'Preis berechnen' }).click();
  await page.getByRole('link', { name: 'Wechsel zu Lite anfragen' }).click();
  await page.waitForURL('**/billing/customer-care?*');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Kundendienst');
  await expect(page.getByLabel('Worum geht es?')).toHaveValue('downgrade');
  await expect(page.getByLabel(/^Ihre Nachricht/)).toHaveValue(/^Bitte stellen Sie GoTo Webinar Standard .* auf: Lite, 1\sBenutzerlizenz, jährlich\.$/);
  await axe(page);
  await page.getByRole('button', { name: 'Anfrage senden' }).click();
  await page.waitForURL(/customer-care\/[0-9a-f]+\?done=sent$/);
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'Ihre Anfrage ist beim Kundendienst.' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Wartet auf Antwort');
  await axe(page);

  const rita = await otherBrowser();
  await enterStaff(rita, '/staff/requests');
  await axe(rita);
  await rita.getByRole('link', { name: 'Wechsel in einen kleineren Plan' }).click();
  await rita.waitForURL(/staff\/requests\/[0-9a-f]+$/);
  await hydrated(rita);
  await expect(rita.getByRole('region', { name: /^Das Konto am/ })).toContainText('GoTo Meeting Professional');
  await axe(rita);
  await rita.getByLabel('Antwort', { exact: true }).fill('Gern, ist vorgemerkt.\nViele Grüße');
  await rita.getByRole('button', { name: 'Antwort senden' }).click();
  await rita.waitForURL('**done=answered');
  await hydrated(rita);
  await expect(rita.getByRole('list', { name: 'Nachrichten' })).toContainText('Rita Rehm');
  await expect(rita.getByLabel('Antwort', { exact: true })).toHaveValue('');
  await rita.getByRole('link', { name: 'Änderung vormerken' }).click();
  await rita.waitForURL('**/change?plan=lite&seats=1&interval=annual');
  await hydrated(rita);
  await rita.getByRole('button', { name: 'Änderung vormerken' }).click();
  await rita.waitForURL('**done=scheduled');

  await page.reload();
  await hydrated(page);
  const messages = page.getByRole('list', { name: 'Nachrichten' });
  await expect(messages.getByRole('listitem').last()).toContainText('Gern, ist vorgemerkt.');
  await expect(messages.getByRole('listitem').last()).toContainText('Kundendienst');
  expect(await mainText(page)).not.toContain('Rita');
  await page.getByLabel('Ihre Antwort').fill('Danke!');
  await page.getByRole('button', { name: 'Nachricht senden' }).click();
  await page.waitForURL('**done=written');
  await hydrated(page);
  await expect(messages.getByRole('listitem').last()).toContainText('Danke!');
  await expect(page.getByLabel('Ihre Antwort')).toHaveValue('');
  await open(page, '/billing');
  await expect(tile(page, 'GoTo Webinar')).toContainText('Lite, 1 Benutzerlizenz, jährlich.');

  await rita.goto('/staff/requests');
  await rita.getByRole('link', { name: 'Wechsel in einen kleineren Plan' }).click();
  await rita.waitForURL(/staff\/requests\/[0-9a-f]+$/);
  await hydrated(rita);
  await rita.getByRole('button', { name: 'Anfrage abschließen' }).click();
  await rita.waitForURL('**done=closed');
  await page.goto('/billing/customer-care');
  await expect(page.getByRole('region', { name: 'Ihre Anfragen' })).toContainText('Abgeschlossen');
});

test('the footer leads there, and an answer is mailed', { tag: '@desktop' }, async ({ page, otherBrowser }) => {
  await enter(page, anna);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Kundendienst' }).click();
  await page.waitForURL('**/billing/customer-care');
  await ask(page, 'Wann kommt die Rechnung?');
  await page.waitForURL('**done=sent');
  const rita = await otherBrowser();
  await enterStaff(rita, '/staff/outbox');
  await expect(rita.getByRole('row').filter({ hasText: 'Ihre Anfrage ist bei uns: Sonstiges' })).toContainText(anna);
  const told = rita.getByRole('row').filter({ hasText: 'Neue Anfrage von Nordlicht GmbH: Sonstiges' });
  await told.getByRole('link', { name: /^Neue Anfrage/ }).click();
  await rita.waitForURL(/outbox\/[0-9a-f]+$/);
  await expect(rita.locator('.mail-text')).not.toContainText('Wann kommt');
});

test.describe('refused', () => {
  test.use({ allowConsole: /status of 4(22|03)/ });

  test('what is wrong is said at its field, and nothing typed is lost', async ({ page, otherBrowser }) => {
    await enter(page, anna);
    const message = page.getByLabel(/^Ihre Nachricht/);
    await ask(page, 'x'.repeat(5_001));
    await expect(message).toHaveAccessibleDescription(/Höchstens 5000 Zeichen/);
    await expect(message).toHaveValue('x'.repeat(5_001));
    await expect(page.getByLabel('Worum geht es?')).toHaveValue('other');
    await message.fill('Meine Karte: 4242 4242 4242 4242');
    await page.getByRole('button', { name: 'Anfrage senden' }).click();
    await expect(message).toHaveAccessibleDescription(/sieht aus wie eine Kartennummer/);
    await page.getByLabel('Worum geht es?').selectOption('Wechsel in einen kleineren Plan');
    await message.fill('Kleiner, bitte.');
    await page.getByRole('button', { name: 'Anfrage senden' }).click();
    await expect(page.getByLabel(/^Welches Abonnement/)).toHaveAccessibleDescription(/.+/);
    await expect(message).toHaveValue('Kleiner, bitte.');
    await axe(page);

    const ben = await otherBrowser();
    await enter(ben, 'ben@nordlicht.example', '/billing/customer-care');
    await expect(heading(ben)).toHaveText('Das darf nur Ihr Abrechnungsadministrator');
    await expect(ben.getByRole('link', { name: 'E-Mail an den Abrechnungsadministrator' })).toBeVisible();
  });
});

test.describe('in English', () => {
  test.use({ locale: 'en-GB' });

  test('the words are English', { tag: '@desktop' }, async ({ page }) => {
    await enter(page, anna, '/billing/customer-care');
    await expect(heading(page)).toHaveText('Customer care');
    await page.getByLabel('What is it about?').selectOption('Invoice');
    await page.getByLabel(/^Your message/).fill('Which one?');
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.waitForURL('**done=sent');
    await hydrated(page);
    await expect(page.getByRole('main')).toContainText('Waiting for an answer');
    await axe(page);
  });
});
