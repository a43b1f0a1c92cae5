/** What becomes of service orders: the customer reads the receipt, or the reason of a refusal, in the portal and by mail. */

import { axe, expect, hydrated, open } from '../fixtures.ts';
import { acceptQuote, completeServiceOrder, enterCorporate, enterStaff, follow, julia, lastPart, rita, takeServiceOrder } from '../corporate.ts';
import { mailTo, test } from '../mailed.ts';
import { fact, heading, tile } from '../steps.ts';

// What is refused is answered with 422, which the browser writes down.
test.use({ portalLife: 'test', allowConsole: /status of 422/ });

/** Ten seats more of GoTo Training at 1.188,00 €, for 100 of 365 days, with 19 % of tax. */
const seats = { quote: 'AN-2026-00001', total: /3\.873,20\s€/, minor: 387_320 };
/** Twenty seats of GoTo Meeting Business for a year at 192,00 €, with 19 % of tax. */
const meeting = { quote: 'AN-2026-00002', total: /4\.569,60\s€/ };
const julias = 'julia.alpers@alpenwerk.example';

test('done, the seats are there, the card is charged, and the receipt says for what', async ({ page, portal, mailbox, otherBrowser }) => {
  await enterCorporate(page, julia);
  const number = await acceptQuote(page, seats.quote);
  expect(await portal.charges(), 'reserved, not charged').toMatchObject([{ status: 'authorised', amount_minor: seats.minor }]);
  const placed = await mailTo(mailbox, julias, `Ihr Serviceauftrag ${number}`);
  expect(placed.body).toMatch(/Auf Ihrer Karte mit den Endziffern 4242 sind 3\.873,20\s€ vorgemerkt/);

  const staff = await otherBrowser();
  await enterStaff(staff, rita);
  await takeServiceOrder(staff, number);
  await completeServiceOrder(staff);
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: seats.minor }]);

  await open(page, `/corporate/service-orders/${number}`);
  const link = page.getByRole('link', { name: /^Rechnung RU-2026-/ });
  const invoice = (await link.innerText()).replace(/^Rechnung /, '');
  const receipt = await mailTo(mailbox, julias, `Quittung zum Serviceauftrag ${number}`);
  expect(receipt.body).toContain('GoTo Training');
  expect(receipt.body).toContain(invoice);
  expect(receipt.body).toMatch(/Bezahlt mit der Karte mit den Endziffern 4242: 3\.873,20\s€/);
  await link.click();
  await page.waitForURL(`**/corporate/invoices/${invoice}`);
  await expect(page.getByRole('region', { name: 'Stand dieser Rechnung' })).toContainText(/3\.873,20\s€ am 21\.11\.2026 mit Visa ••••\s4242 bezahlt\./);
  await hydrated(page);
  await axe(page);
  await open(page, '/corporate');
  await expect(tile(page, 'GoTo Training')).toContainText('35 Plätze');
  await expect(fact(tile(page, 'GoTo Training'), 'Vertragszeitraum')).toHaveText('01.03.2026 – 28.02.2027');
});

test('refused, the reason is read in the portal and by mail, and nothing is charged', async ({ page, portal, mailbox, otherBrowser }) => {
  await enterCorporate(page, julia);
  const number = await acceptQuote(page, meeting.quote);
  await expect(page.getByRole('main')).toContainText(meeting.total);

  const staff = await otherBrowser();
  await enterStaff(staff, rita);
  await open(staff, `/staff/service-orders/${number}`);
  const refuse = staff.getByRole('button', { name: 'Ablehnen', exact: true });
  const reason = staff.getByLabel(/^Grund/);
  const unfold = staff.getByText('Diesen Serviceauftrag ablehnen …');
  await unfold.click();
  await refuse.click();
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await hydrated(staff);
  expect(await portal.charges()).toMatchObject([{ status: 'authorised' }]);
  if (!(await reason.isVisible())) await unfold.click();
  await reason.fill('Der Rahmenvertrag ist noch nicht unterschrieben.');
  await axe(staff);
  await refuse.click();
  await expect(refuse).toHaveCount(0);
  await expect(fact(staff, 'Grund')).toHaveText('Der Rahmenvertrag ist noch nicht unterschrieben.');
  await hydrated(staff);
  await axe(staff);
  expect(await portal.charges(), 'what was reserved is free').toMatchObject([{ status: 'voided' }]);

  await open(page, `/corporate/service-orders/${number}`);
  await expect(page.getByText('Ihr Serviceauftrag wurde nicht ausgeführt')).toBeVisible();
  await expect(page.getByText('Der Rahmenvertrag ist noch nicht unterschrieben.')).toBeVisible();
  await expect(page.getByText('Abgebucht wurde nichts; eine Vormerkung auf Ihrer Karte ist aufgehoben.')).toBeVisible();
  await axe(page);
  const mail = await mailTo(mailbox, julias, `Serviceauftrag ${number} nicht ausgeführt`);
  expect(mail.body).toContain('Der Grund: Der Rahmenvertrag ist noch nicht unterschrieben.');
  await open(page, '/corporate');
  await expect(page.getByRole('main')).not.toContainText('GoTo Meeting');
});

test('the quote behind it says where it went, and takes no second answer', async ({ page }) => {
  await enterCorporate(page, julia);
  const number = await acceptQuote(page, meeting.quote);
  await open(page, `/corporate/quotes/${meeting.quote}`);
  await expect(page.getByText('Dieses Angebot haben Sie angenommen')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Angebot (annehmen|ablehnen)/ })).toHaveCount(0);
  await axe(page);
  await follow(page, `Zum Serviceauftrag ${number}`, `**/corporate/service-orders/${number}`);
  await expect(heading(page)).toHaveText(`Serviceauftrag ${number}`);
  expect(lastPart(page)).toBe(number);
});

test('a press that comes twice places one service order', { tag: ['@desktop', '@script'] }, async ({ page, portal }) => {
  await enterCorporate(page, julia);
  await open(page, `/corporate/quotes/${meeting.quote}`);
  await portal.setFault({ fault: 'slow', delay_ms: 1000, times: 1 });
  await page.getByRole('button', { name: /^Angebot annehmen, / }).dblclick();
  await expect(page).toHaveURL(/\/corporate\/service-orders\/SA-2026-00001$/);
  expect(await portal.charges()).toHaveLength(1);
  await open(page, '/corporate/service-orders');
  await expect(page.getByRole('main').getByRole('link', { name: /^SA-2026-/ })).toHaveCount(1);
});
