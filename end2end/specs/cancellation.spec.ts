/** A subscription is cancelled and taken back, from the tile's menu on, in both languages. */

import { axe, enter, expect, hydrated, open, test } from '../fixtures.ts';
import { labels } from '../labels.ts';
import { editorAddress, fact, heading, openEditor, tile } from '../steps.ts';

test.use({ portalLife: 'test' });

const anna = 'anna@nordlicht.example';
const carla = 'carla@solo.example';
const ben = 'ben@nordlicht.example';

test('a cancelled subscription says when it ends, and comes back in one click', async ({ page }) => {
  await enter(page, anna);
  const meeting = tile(page, 'GoTo Meeting');
  await meeting.getByRole('button', { name: labels.de.options }).click();
  await meeting.getByRole('link', { name: 'Abonnement kündigen' }).click();
  await expect(heading(page)).toHaveText('Abonnement kündigen');
  await hydrated(page);
  await expect(fact(page, 'Endet am')).toContainText('01.12.2026');
  await expect(fact(page, 'Endet am')).toContainText('Bis einschließlich 30.11.2026');
  await expect(fact(page, 'Erstattung')).toContainText('Keine.');
  await axe(page);

  await page.getByLabel(/^Warum kündigen Sie\?/).fill('Wir ziehen um.');
  await page.getByRole('button', { name: 'Abonnement kündigen' }).click();
  await page.waitForURL('**/billing?cancelled=*');
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText('GoTo Meeting ist gekündigt und endet am 01.12.2026.');
  await expect(meeting).toContainText('Kündigung ausstehend');
  await expect(meeting).toContainText('Endet am 01.12.2026');
  await expect(meeting.getByRole('button', { name: labels.de.options })).toHaveCount(0);
  await axe(page);

  await meeting.getByRole('button', { name: 'Reaktivieren' }).click();
  await page.waitForURL('**/billing?reactivated=*');
  await expect(page.getByRole('main')).toContainText('GoTo Meeting läuft weiter wie zuvor.');
  await expect(meeting).toContainText('Aktiv');
  await hydrated(page);
  await openEditor(page, 'GoTo Meeting');
});

test('who keeps it goes back, and nothing has changed', { tag: '@desktop' }, async ({ page }) => {
  await enter(page, anna);
  await open(page, (await editorAddress(page, 'GoTo Meeting')).replace('/edit', '/cancel'));
  await page.getByRole('link', { name: 'Abonnement behalten' }).click();
  await expect(heading(page)).toHaveText('Abonnements');
  await expect(tile(page, 'GoTo Meeting')).toContainText('Aktiv');
});

test('a pending cancellation is taken back before the subscription is edited', { tag: '@desktop' }, async ({ page }) => {
  await enter(page, anna);
  const editor = await editorAddress(page, 'GoTo Meeting');
  await open(page, editor.replace('/edit', '/cancel'));
  await page.getByRole('button', { name: 'Abonnement kündigen' }).click();
  await page.waitForURL('**/billing?cancelled=*');
  await open(page, editor);
  await expect(heading(page)).toHaveText('Dieses Abonnement ist gekündigt');
  await axe(page);
  await page.getByRole('button', { name: 'Reaktivieren' }).click();
  await page.waitForURL('**/billing?reactivated=*');
  await open(page, editor);
  await expect(heading(page)).toHaveText('Abonnement bearbeiten');
});

test.describe('what cannot be cancelled', () => {
  test.use({ allowConsole: /the server responded with a status of 4(03|22|09)/ });

  test('says why', { tag: '@desktop' }, async ({ page, otherBrowser }) => {
    await enter(page, anna);
    const meeting = (await editorAddress(page, 'GoTo Meeting')).replace('/edit', '/cancel');
    await open(page, meeting);
    await page.getByLabel(/^Warum kündigen Sie\?/).fill('x'.repeat(1001));
    await page.getByRole('button', { name: 'Abonnement kündigen' }).click();
    await expect(page.getByLabel(/^Warum kündigen Sie\?/)).toHaveAccessibleDescription(/Höchstens 1000 Zeichen/);
    await expect(page.getByLabel(/^Warum kündigen Sie\?/)).toHaveValue('x'.repeat(1001));

    const bens = await otherBrowser();
    await enter(bens, ben, meeting);
    await expect(bens.getByRole('main')).toContainText('Anna Albrecht');

    const carlas = await otherBrowser();
    await enter(carlas, carla);
    await expect(tile(carlas, 'GoTo Training').getByRole('button', { name: labels.de.options })).toHaveCount(0);
  });
});

test.describe('in English', () => {
  test.use({ locale: 'en-GB' });

  test('the words are those of the help pages', { tag: '@desktop' }, async ({ page }) => {
    await enter(page, anna);
    const meeting = tile(page, 'GoTo Meeting');
    await meeting.getByRole('button', { name: 'Options' }).click();
    await meeting.getByRole('link', { name: 'Cancel subscription' }).click();
    await expect(fact(page, 'Ends on')).toContainText('1 Dec 2026');
    await hydrated(page);
    await axe(page);
    await page.getByRole('button', { name: 'Cancel subscription' }).click();
    await expect(meeting).toContainText('Pending cancellation');
    await hydrated(page);
    await meeting.getByRole('button', { name: 'Reactivate' }).click();
    await expect(page.getByRole('main')).toContainText('GoTo Meeting continues as before.');
  });
});
