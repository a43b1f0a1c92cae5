/** The plan editor under odd input: what cannot be read is said at its field, in words, and never becomes a price. */

import { axe, enter, expect, hydrated, open, runsScripts, test, type Page } from '../fixtures.ts';
import { choose, dueToday, editorAddress, fact, heading, line, summary } from '../steps.ts';

const range = 'Geben Sie eine Zahl von 1 bis 10.000 ein.';
const notWhole = 'Geben Sie eine ganze Zahl ein, zum Beispiel 12.';
const missing = 'Geben Sie ein, wie viele Benutzerlizenzen Sie brauchen.';

const refused: [typed: string, told: string][] = [
  ['0', range],
  ['-1', range],
  ['1.5', notWhole],
  ['1000000000', range],
  ['99999999999999999999999', range],
  ['', missing],
  ['zwölf <b>12</b> Lizenzen', notWhole],
  ['Lizenzen laut Vertrag: 12. '.repeat(100).trim(), notWhole],
];

// The browser itself writes down every answer of 4xx.
test.use({ allowConsole: /the server responded with a status of 422/ });

async function openMeeting(page: Page): Promise<string> {
  await enter(page, 'anna@nordlicht.example');
  const address = await editorAddress(page, 'GoTo Meeting');
  await open(page, address);
  return address;
}

function seatsField(page: Page) {
  return page.getByLabel('Benutzerlizenzen', { exact: true });
}

test('a number of licences that is none is refused at its field and kept', async ({ page }) => {
  const address = await openMeeting(page);
  for (const [typed, told] of refused) {
    await test.step(`"${typed.slice(0, 30)}"`, async () => {
      await choose(page, { seats: typed });
      await expectRefused(page, typed, told);
      await page.getByRole('button', { name: 'Zur Kasse' }).click();
      await expectRefused(page, typed, told);
      expect(new URL(page.url()).pathname).toBe(address);
      if (runsScripts(page)) await expect(seatsField(page)).toBeFocused();
    });
  }
  await axe(page);
  await choose(page, { seats: '12' });
  await expect(page.getByText(notWhole)).toHaveCount(0);
  await expect(seatsField(page)).not.toHaveAttribute('aria-invalid');
  await expect(dueToday(page)).toContainText('144,38 €');
});

async function expectRefused(page: Page, typed: string, told: string): Promise<void> {
  const seats = seatsField(page);
  await expect(seats).toHaveValue(typed);
  await expect(seats).toHaveAttribute('aria-invalid', 'true');
  await expect(seats).toHaveAccessibleDescription(new RegExp(told.replace(/\./g, '\\.')));
  await expect(dueToday(page)).not.toContainText('€');
  await expect(line(summary(page), 'Zwischensumme')).not.toContainText('€');
}

test('the server refuses the same, whoever sends it', async ({ page }) => {
  const address = await openMeeting(page);
  const subscription = address.split('/')[3] ?? '';
  for (const [typed, told] of refused) {
    const form = { _fn: '/api/put_in_cart', subscription, plan: 'business', seats: typed, interval: 'monthly' };
    const answer = await page.request.post(address, { form, headers: { 'sec-fetch-site': 'same-origin' } });
    expect(answer.status(), typed).toBe(422);
    expect(await answer.text(), typed).toContain(told);
  }
  await open(page, '/billing/cart');
  await expect(page.getByRole('heading', { name: 'Der Warenkorb ist leer' })).toBeVisible();
});

test('a smaller plan is refused with the way to customer care, forged or not', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  const address = await editorAddress(page, 'GoTo Webinar');
  await open(page, `${address}?plan=lite&seats=2&interval=annual`);
  const told = 'In einen kleineren Plan wechselt Sie der Kundendienst';
  await expect(page.getByRole('radio', { name: /^Lite / })).toBeDisabled();
  await expect(page.getByText(`${told} zum Ende des Abrechnungszeitraums.`)).toBeVisible();
  await expect(dueToday(page)).not.toContainText('€');
  const way = page.getByRole('link', { name: 'Wechsel zu Lite anfragen' });
  await expect(way).toHaveAttribute('href', /^\/billing\/customer-care\?subject=downgrade&subscription=.*&plan=lite&seats=2&interval=annual$/);
  await axe(page);
  const form = { _fn: '/api/put_in_cart', subscription: address.split('/')[3] ?? '', plan: 'lite', seats: '2', interval: 'annual' };
  const answer = await page.request.post(address, { form, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.status()).toBe(422);
  expect(await answer.text()).toContain(told);
  await open(page, '/billing/cart');
  await expect(page.getByRole('heading', { name: 'Der Warenkorb ist leer' })).toBeVisible();
});

test('an unchanged subscription is a calm hint, and no error', async ({ page }) => {
  const address = await openMeeting(page);
  await expectCalm(page);
  await axe(page);
  await page.getByRole('button', { name: 'Zur Kasse' }).click();
  await expectCalm(page);
  expect(new URL(page.url()).pathname).toBe(address);
  await choose(page, { seats: '11' });
  await expect(dueToday(page)).toContainText('€');
  await choose(page, { seats: '10' });
  await expectCalm(page);
});

async function expectCalm(page: Page): Promise<void> {
  await expect(page.getByText('Noch ist nichts geändert.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.locator('[aria-invalid]')).toHaveCount(0);
  await expect(dueToday(page)).not.toContainText('€');
}

test('a year at once is priced as one period', async ({ page }) => {
  await openMeeting(page);
  await choose(page, { interval: 'annual' });
  await expect(line(summary(page), 'Professional × 10')).toContainText('1.440,00 €');
  await expect(line(summary(page), 'Gutschrift')).toContainText('−46,67 €');
  await expect(line(summary(page), 'USt. 19 %')).toContainText('264,73 €');
  await expect(dueToday(page)).toContainText('1.658,06 €');
  await expect(page.getByText('Jährlich spart 240,00 € im Jahr.')).toBeVisible();
  await expect(page.getByRole('paragraph').filter({ hasText: /^\s*Danach/ })).toContainText(/1\.713,60\s€ im Jahr, erstmals am 21\.11\.2027/);
});

test('the buttons beside the number count within what the plan allows', { tag: '@script' }, async ({ page }) => {
  await openMeeting(page);
  const more = page.getByRole('button', { name: 'Eine Lizenz mehr' });
  const fewer = page.getByRole('button', { name: 'Eine Lizenz weniger' });
  await more.click();
  await expect(seatsField(page)).toHaveValue('11');
  await expect(line(summary(page), 'Professional × 11')).toContainText('154,00 €');
  await seatsField(page).fill('1');
  await fewer.click();
  await expect(seatsField(page)).toHaveValue('1');
  await seatsField(page).fill('nichts');
  await more.click();
  await expect(seatsField(page)).toHaveValue('1');
  await expect(page).toHaveURL(/seats=1&/);
});

test.describe('before the script has arrived', { tag: '@script' }, () => {
  /** Keeps the program back until `arrive` is called. */
  async function holdProgram(page: Page): Promise<() => void> {
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await page.route('**/*.wasm', async (route) => {
      await arrived;
      await route.continue();
    });
    return arrive;
  }

  test('what is typed is kept and priced', async ({ page }) => {
    await enter(page, 'anna@nordlicht.example');
    const address = await editorAddress(page, 'GoTo Meeting');
    const arrive = await holdProgram(page);
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await page.getByRole('radio', { name: /^Business / }).check();
    await seatsField(page).fill('12');
    await expect(dueToday(page)).not.toContainText('€');
    arrive();
    await hydrated(page);
    await expect(seatsField(page)).toHaveValue('12');
    await expect(page.getByRole('radio', { name: /^Business / })).toBeChecked();
    await expect(dueToday(page)).toContainText('215,78 €');
    await expect(page).toHaveURL(/plan=business&seats=12/);
  });

  test('the buttons work all the same', async ({ page }) => {
    await enter(page, 'anna@nordlicht.example');
    const address = await editorAddress(page, 'GoTo Meeting');
    const arrive = await holdProgram(page);
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await seatsField(page).fill('0');
    await page.getByRole('button', { name: 'Zur Kasse' }).click();
    await expect(page.getByText(range)).toBeVisible();
    arrive();
    await hydrated(page);
    await expectRefused(page, '0', range);
    await choose(page, { plan: 'Business', seats: '10' });
    await expect(dueToday(page)).toContainText('170,56 €');
    await page.getByRole('button', { name: 'Zur Kasse' }).click();
    await expect(heading(page)).toHaveText('Bestellung prüfen');
    await expect(fact(page, 'Plan')).toContainText('Business');
  });
});
