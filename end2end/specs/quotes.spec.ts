/** What becomes of quotes that are not accepted: they run out, are replaced by one's own, or are declined with a reason. */

import { axe, expect, hydrated, open, test, type Page } from '../fixtures.ts';
import { enterCorporate, enterStaff, follow, julia, lastPart, press, rita } from '../corporate.ts';
import { heading } from '../steps.ts';

// What is refused is answered with 409, which the browser writes down.
test.use({ portalLife: 'test', allowConsole: /status of 409/ });

/** The representative's two quotes to Alpenwerk, valid for 21 days. */
const [first, second] = ['AN-2026-00001', 'AN-2026-00002'] as const;
const replace = 'Diese Angebote verfallen lassen und durch das neue ersetzen';

/** The row of a quote in the list. */
function quoteRow(page: Page, number: string) {
  return page.getByRole('table', { name: 'Angebote, offene zuerst' }).getByRole('row').filter({ hasText: number });
}

/** Time passes: the staff moves the calendar of the demonstration. */
async function moveCalendar(page: Page, day: string): Promise<void> {
  await enterStaff(page, rita, '/staff/clock');
  await page.getByLabel('Bis zu diesem Tag').fill(day);
  await page.getByRole('button', { name: 'Bis dahin vergehen lassen' }).click();
  await page.waitForURL('**/staff/clock?moved=yes', { timeout: 30_000 });
  await hydrated(page);
}

test('a quote is accepted on its last day at the latest, and runs out the day after', async ({ page, otherBrowser }) => {
  const staff = await otherBrowser();
  await moveCalendar(staff, '2026-12-12');
  await enterCorporate(page, julia);
  await open(page, `/corporate/quotes/${first}`);
  await expect(page.getByRole('main')).toContainText('12.12.2026');
  await expect(page.getByRole('button', { name: /^Angebot annehmen, / })).toBeVisible();

  await staff.getByRole('button', { name: 'Einen Tag weiter' }).click();
  await expect(staff.getByRole('status').filter({ hasText: 'Heute ist jetzt der 13.12.2026.' })).toBeVisible();
  await open(page, '/corporate/quotes');
  for (const number of [first, second]) await expect(quoteRow(page, number)).toContainText('Abgelaufen');
  await axe(page);
  await follow(page, first, `**/corporate/quotes/${first}`);
  await expect(page.getByText('Dieses Angebot ist abgelaufen')).toBeVisible();
  await expect(page.getByText('Es war bis 12.12.2026 gültig.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Angebot (annehmen|ablehnen)/ })).toHaveCount(0);
  await axe(page);
  // What has run out asks nothing of who adds seats.
  await open(page, '/corporate/seats');
  await expect(heading(page)).toHaveText('Plätze hinzufügen');
  await expect(page.getByLabel(replace)).toHaveCount(0);
});

test('a quote that runs out while it is read is not accepted any more', async ({ page, otherBrowser }) => {
  await enterCorporate(page, julia);
  await open(page, `/corporate/quotes/${first}`);
  const staff = await otherBrowser();
  await moveCalendar(staff, '2026-12-13');
  await page.getByRole('button', { name: /^Angebot annehmen, / }).click();
  await expect(page.getByText('Dieses Angebot ist abgelaufen')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Angebot annehmen/ })).toHaveCount(0);
  await open(page, '/corporate/service-orders');
  await expect(page.getByText('Noch keine Serviceaufträge')).toBeVisible();
});

test('who adds seats is told which quotes that would end, and nothing ends before they agree', async ({ page }) => {
  await enterCorporate(page, julia);
  await open(page, '/corporate/seats');
  const asked = page.getByRole('main').filter({ hasText: 'Es gibt offene Angebote' });
  await expect(asked).toContainText('Sonst verfallen sie sofort und werden durch das neue Angebot ersetzt.');
  for (const number of [first, second]) await expect(page.getByRole('link', { name: number })).toHaveAttribute('href', `/corporate/quotes/${number}`);
  await expect(asked).toContainText(/GoTo Training.*, 3\.873,20\s€, gültig bis 12\.12\.2026/);
  await page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro').fill('3');
  await expect(page.getByLabel(replace)).not.toBeChecked();
  await page.getByRole('button', { name: 'Warenkorb speichern und überprüfen' }).click();
  await expect(page.getByText(/Diese Angebote sind offen: AN-2026-0000\d, AN-2026-0000\d\./)).toBeVisible();
  await expect(page).toHaveURL(/\/corporate\/seats$/);
  await hydrated(page);
  await expect(page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro'), 'what was typed stays').toHaveValue('3');
  await axe(page);
  await open(page, '/corporate/quotes');
  for (const number of [first, second]) await expect(quoteRow(page, number), 'nothing has ended').toContainText('Offen');

  await open(page, '/corporate/seats');
  await page.getByLabel('Anzahl neuer Plätze · GoTo Training Pro').fill('3');
  await page.getByLabel(replace).check();
  await press(page, 'Warenkorb speichern und überprüfen', '**/corporate/quotes/AN-2026-*');
  const own = lastPart(page);
  expect([first, second]).not.toContain(own);
  await expect(page.getByRole('main')).toContainText('25 + 3 = 28');
  await open(page, `/corporate/quotes/${first}`);
  await expect(page.getByText('Dieses Angebot wurde ersetzt')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Angebot (annehmen|ablehnen)/ })).toHaveCount(0);
  await axe(page);
  await follow(page, `Zum neuen Angebot ${own}`, `**/corporate/quotes/${own}`);
  await open(page, '/corporate/quotes');
  for (const number of [first, second]) await expect(quoteRow(page, number)).toContainText('Ersetzt');
  await expect(quoteRow(page, own)).toContainText('Offen');
});

test('one open quote is declined with a reason, which the representative reads, and the other may still be replaced', async ({ page, otherBrowser }) => {
  await enterCorporate(page, julia);
  await open(page, `/corporate/quotes/${second}`);
  await page.getByText('Dieses Angebot ablehnen …').click();
  await page.getByLabel(/^Grund/).fill('Wir bleiben bei einem Anbieter für Besprechungen.');
  await axe(page);
  await page.getByRole('button', { name: 'Angebot ablehnen' }).click();
  await expect(page.getByText('Dieses Angebot haben Sie abgelehnt')).toBeVisible();
  await expect(page.getByText('Wir bleiben bei einem Anbieter für Besprechungen.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Angebot (annehmen|ablehnen)/ })).toHaveCount(0);

  const staff = await otherBrowser();
  await enterStaff(staff, rita, '/staff/quotes');
  await follow(staff, second, `**/staff/quotes/${second}`);
  await expect(staff.getByRole('main')).toContainText('Abgelehnt');
  await expect(staff.getByRole('main')).toContainText('Wir bleiben bei einem Anbieter für Besprechungen.');
  await axe(staff);

  await open(page, '/corporate/seats');
  await expect(page.getByRole('main').getByRole('link', { name: first })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: second })).toHaveCount(0);
});

test('a reason is nobody’s duty', { tag: '@desktop' }, async ({ page }) => {
  await enterCorporate(page, julia);
  await open(page, `/corporate/quotes/${first}`);
  await page.getByText('Dieses Angebot ablehnen …').click();
  await page.getByRole('button', { name: 'Angebot ablehnen' }).click();
  await expect(page.getByText('Ein Grund wurde nicht genannt.')).toBeVisible();
});
