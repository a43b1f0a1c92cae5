/** The demo's calendar: time passes in three ways, and the page tells what happened. Each test moves a portal of its own. */

import { axe, enter, expect, fillSignIn, hydrated, open, password, runsScripts, test, type Page } from '../fixtures.ts';
import { heading, mainText, openMenu } from '../steps.ts';

test.use({ portalLife: 'test' });

async function openClock(page: Page, login = 'rita@kontor.example'): Promise<void> {
  await open(page, '/staff/sign-in?next=/staff/clock');
  await fillSignIn(page, login, password);
  await page.waitForURL('**/staff/clock');
  await hydrated(page);
}

/** The card with that heading. */
function card(page: Page, title: string) {
  return page.locator('section.card').filter({ has: page.getByRole('heading', { name: title }) });
}

test('a month passes, and the calendar tells what happened on which day', async ({ page, otherBrowser }) => {
  await openClock(page);
  await expect(heading(page)).toHaveText('Kalender');
  await expect(card(page, 'Heute in der Vorführung').locator('time')).toHaveText('21.11.2026');
  const ahead = page.getByRole('table', { name: 'Ereignisse, das nächste zuerst' });
  const renewal = ahead.getByRole('row').filter({ hasText: 'Verlängerung' }).first();
  await expect(renewal).toContainText('GoTo Meeting Professional');
  await expect(renewal).toContainText('01.12.2026');
  await axe(page);
  await page.getByLabel('Bis zu diesem Tag').fill('2026-12-01');
  await page.getByRole('button', { name: 'Bis dahin vergehen lassen' }).click();
  await page.waitForURL('**/staff/clock?moved=yes');
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'Heute ist jetzt der 01.12.2026.' })).toBeVisible();
  const passed = card(page, 'Was geschehen ist');
  await expect(passed).toContainText('Vom 21.11.2026 bis zum 01.12.2026, bewegt von Rita Rehm');
  const days = await passed.locator('.day-passed').allTextContents();
  expect(days.at(-1)).toBe('01.12.2026');
  const last = passed.locator('.days-passed > li').last();
  await expect(last.getByRole('listitem').filter({ hasText: 'Verlängerung' })).toContainText('Nordlicht GmbH');
  await expect(ahead).not.toContainText('01.12.2026');
  await axe(page);
  await expect(page.getByRole('contentinfo')).toContainText('Vorführung: Heute ist der 01.12.2026.');
  const anna = await otherBrowser();
  await enter(anna, 'anna@nordlicht.example', '/billing/invoices');
  expect(await mainText(anna)).toContain('RE-2026-00013');
  await expect(anna.getByRole('contentinfo')).toContainText('Vorführung: Heute ist der 01.12.2026.');
  await last.getByRole('link', { name: 'Nordlicht GmbH' }).first().click();
  await page.waitForURL('**/staff/accounts/KD-*');
  await expect(heading(page)).toHaveText('Nordlicht GmbH');
});

test('the mails of a moved calendar are in the outbox, and secrets are not', async ({ page }) => {
  await openClock(page);
  await page.getByRole('button', { name: /^Zum nächsten Ereignis/ }).click();
  await page.waitForURL('**/staff/clock?moved=yes');
  await hydrated(page);
  await page.getByRole('link', { name: 'Die E-Mails dazu ansehen' }).click();
  await page.waitForURL('**/staff/outbox');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Postausgang');
  await axe(page);
  const mail = page.getByRole('row').filter({ hasText: 'carla@solo.example' }).first();
  await expect(mail).toContainText('Aufbewahrt');
  await mail.getByRole('link', { name: /Testversion/ }).click();
  await page.waitForURL(/\/staff\/outbox\/[0-9a-f]+$/);
  await hydrated(page);
  await expect(page.locator('.mail-text')).toContainText('GoTo Training');
  await axe(page);
});

test('in English a day passes, once however often it is pressed', async ({ page }) => {
  await openClock(page);
  await openMenu(page);
  await page.getByRole('button', { name: 'English' }).click();
  await hydrated(page);
  await expect(heading(page)).toHaveText('Calendar');
  const button = page.getByRole('button', { name: 'One day on' });
  if (runsScripts(page)) await button.dblclick();
  else await button.click();
  await page.waitForURL('**/staff/clock?moved=yes');
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'It is now 22 Nov 2026.' })).toBeVisible();
  await expect(card(page, 'Today in the demonstration').locator('time')).toHaveText('22 Nov 2026');
  await expect(page.getByRole('contentinfo')).toContainText('Demonstration: today is 22 Nov 2026.');
});

test.describe('refused', () => {
  test.use({ allowConsole: /status of 422/ });

  test('a day that is not ahead, or too far, is refused at its field', async ({ page }) => {
    await openClock(page);
    const field = page.getByLabel('Bis zu diesem Tag');
    const go = page.getByRole('button', { name: 'Bis dahin vergehen lassen' });
    for (const day of ['2026-11-21', '2028-01-01']) {
      await field.fill(day);
      await go.click();
      await expect(field).toHaveAccessibleDescription(/Wählen Sie einen Tag nach heute, höchstens 400 Tage voraus\./);
      await expect(field).toHaveValue(day);
    }
    await expect(card(page, 'Heute in der Vorführung').locator('time')).toHaveText('21.11.2026');
    await axe(page);
  });
});
