/** The way to a new subscription under odd input: every address leads to a step that says what it lacks. */

import { axe, enter, expect, hydrated, open, runsScripts, test } from '../fixtures.ts';
import { choose, choosePlan, newAddress, product, seatsField } from '../new_subscription.ts';
import { dueToday, heading } from '../steps.ts';

// The browser itself writes down every answer of 4xx.
test.use({ allowConsole: /the server responded with a status of (409|422|403)/ });

const webinar = `${newAddress}?product=goto-webinar`;

test('a link that lacks something leads to the first step that does', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example', `${newAddress}?product=goto-training`);
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('link', { name: 'Alle Produkte zeigen' }).click();
  await expect(page.getByRole('article')).toHaveCount(5);
  for (const [query, told] of [
    ['?offer=buy', 'Wählen Sie zuerst ein Produkt.'],
    ['?product=goto-nowhere&offer=buy', 'Dieses Produkt wird nicht angeboten.'],
    ['?product=goto-training&offer=steal', 'Wählen Sie, ob Sie dieses Produkt kaufen oder testen möchten.'],
    ['?product=goto-training&offer=buy&plan=golden&seats=3', 'Wählen Sie einen Plan.'],
    ['?product=goto-training&offer=buy&plan=pro&seats=3&interval=never', 'Wählen Sie, wie oft abgerechnet wird: monatlich oder jährlich.'],
    ['?product=goto-assist-v4&offer=try', 'Die kostenlose Testversion dieses Produkts haben Sie schon genutzt.'],
    ['?product=goto-meeting&offer=buy&plan=business&seats=3', 'Zu diesem Produkt läuft bereits ein Abonnement.'],
  ] as const) {
    await test.step(query, async () => {
      await open(page, newAddress + query);
      await expect(page.getByText(told)).toBeVisible();
    });
  }
  await product(page, 'GoTo Meeting').getByRole('link', { name: 'Abonnement bearbeiten' }).click();
  await expect(heading(page)).toHaveText('Abonnement bearbeiten');
});

test('a number of licences that is none is refused at its field and kept', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example', `${newAddress}?product=goto-training&offer=buy`);
  for (const [typed, told] of [
    ['0', 'Geben Sie eine Zahl von 1 bis 10.000 ein.'],
    ['abc', 'Geben Sie eine ganze Zahl ein, zum Beispiel 12.'],
    ['10001', 'Geben Sie eine Zahl von 1 bis 10.000 ein.'],
    ['', 'Geben Sie ein, wie viele Benutzerlizenzen Sie brauchen.'],
  ] as const) {
    await test.step(`"${typed}"`, async () => {
      await choosePlan(page, 'Pro', typed);
      await expect(page.getByText(told)).toBeVisible();
      await expect(seatsField(page)).toHaveValue(typed);
      await expect(seatsField(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByRole('radio', { name: /^Pro / })).toBeChecked();
      if (runsScripts(page)) await expect(seatsField(page)).toBeFocused();
    });
  }
  await axe(page);
  await choosePlan(page, 'Pro', '10000');
  await expect(dueToday(page)).toContainText('1.892.100,00 €');
});

test('the ways back keep what was chosen', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example', newAddress);
  await choose(page, 'GoTo Training', 'buy');
  await choosePlan(page, 'Plus', '7');
  await page.getByRole('radio', { name: 'Jährlich', exact: true }).check();
  if (!runsScripts(page)) await page.getByRole('button', { name: 'Preis berechnen' }).click();
  await expect(page).toHaveURL(/interval=annual$/);
  await hydrated(page);
  const steps = page.getByRole('list', { name: 'Schritte zum neuen Abonnement' });
  await steps.getByRole('link', { name: 'Plan und Lizenzen' }).click();
  await expect(seatsField(page)).toHaveValue('7');
  await expect(page.getByRole('radio', { name: /^Plus / })).toBeChecked();
  await hydrated(page);
  await steps.getByRole('link', { name: 'Produkt' }).click();
  await expect(page.getByRole('article')).toHaveCount(5);
  await hydrated(page);
  await choose(page, 'GoTo Training', 'buy');
  await expect(seatsField(page)).toHaveValue('7');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByRole('radio', { name: 'Jährlich', exact: true })).toBeChecked();
  await hydrated(page);
  await page.goBack();
  await expect(seatsField(page)).toHaveValue('7');
});

test('the price follows the frequency without asking the server', { tag: '@script' }, async ({ page }) => {
  await enter(page, 'anna@nordlicht.example', `${newAddress}?product=goto-training&offer=buy&plan=pro&seats=3&interval=monthly`);
  await page.waitForLoadState('networkidle');
  const requests: string[] = [];
  page.on('request', (request) => request.url().endsWith('/favicon.svg') || requests.push(request.url()));
  await page.getByRole('radio', { name: 'Jährlich', exact: true }).check();
  await expect(dueToday(page)).toContainText('5.440,68 €');
  await page.getByRole('radio', { name: 'Monatlich', exact: true }).check();
  await expect(dueToday(page)).toContainText('567,63 €');
  expect(requests).toEqual([]);
});

test('what the server refuses comes back where it was sent from', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  const form = { _fn: '/api/start_trial', product: 'goto-webinar', plan: 'pro', seats: '3' };
  const answer = await page.request.post(`${webinar}&offer=try&plan=pro&seats=3`, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.status()).toBe(409);
  expect(await answer.text()).toContain('Zu diesem Produkt läuft bereits ein Abonnement.');
  const used = { _fn: '/api/start_trial', product: 'goto-assist-v4', plan: 'remote-support', seats: '3' };
  const again = await page.request.post(newAddress, { form: used, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(again.status()).toBe(409);
});

test('a colleague is told who may, and cannot start a trial', async ({ page }) => {
  await enter(page, 'ben@nordlicht.example');
  await expect(page.getByRole('link', { name: 'Neues Abonnement hinzufügen' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Jetzt abonnieren' })).toHaveCount(0);
  await open(page, `${newAddress}?product=goto-training&offer=try&plan=pro&seats=3`);
  await expect(page.getByText('anna@nordlicht.example').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Testversion starten' })).toHaveCount(0);
  const form = { _fn: '/api/start_trial', product: 'goto-training', plan: 'pro', seats: '3' };
  const answer = await page.request.post(newAddress, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.status()).toBe(403);
});
