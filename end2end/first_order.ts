/** The portal's first promise, in either language: a larger plan, ordered, paid, in force, with its invoice. */

import { axe, expect, formattedDate, formattedMoney, hydrated, runsScripts, signIn, type Language, type Page } from './fixtures.ts';
import { labels } from './labels.ts';
import { choose, dueToday, fact, heading, line, openEditor, openMenu, placeOrderButton, summary, tile } from './steps.ts';
import { foreignWords } from './words.ts';

/** Minor units; the first worked example of the rules of price. */
const credit = -4667;
const charge = 19_000;
const net = 14_333;
const vat = 2_723;
const total = 17_056;
const renewal = 22_610;

const start = '2026-11-21';
const lastDay = '2026-12-20';
const next = '2026-12-21';

/** Anna orders GoTo Meeting Business × 10. `inspect` is how each page is looked at on the way. */
export async function orderBusiness(page: Page, language: Language, inspect: (page: Page) => Promise<void> = axe): Promise<void> {
  const words = labels[language];
  const look = async (at: Page): Promise<void> => {
    expect(await foreignWords(at, language), at.url()).toEqual([]);
    await inspect(at);
  };
  const money = (minor: number): string => formattedMoney(minor, language);
  await signIn(page, 'anna@nordlicht.example');
  await expect(heading(page)).toHaveText(words.subscriptions);
  await expect(tile(page, 'GoTo Meeting')).toContainText('Professional, 10');
  await openEditor(page, 'GoTo Meeting', language);
  await choose(page, { plan: 'Business' }, language);
  await expectPrice(page, language, money);
  await look(page);
  await page.getByRole('button', { name: words.proceedToCheckout }).click();
  await expectCheckout(page, language, money);
  await look(page);
  await placeOrderButton(page, language).and(page.getByRole('button', { name: `${words.placeOrder}, ${money(total)}` })).click();
  await page.waitForURL('**/billing/orders/*');
  await hydrated(page);
  await expectConfirmation(page, language);
  await look(page);
  await page.getByRole('link', { name: `${words.invoice} RE-2026-00013` }).click();
  await expectInvoice(page);
  await look(page);
  await expectInList(page, language, money);
  await look(page);
  await expectInForce(page, language, money);
  await look(page);
}

type Money = (minor: number) => string;

async function expectPrice(page: Page, language: Language, money: Money): Promise<void> {
  const words = labels[language];
  const slip = summary(page, language);
  await expect(line(slip, 'Business × 10')).toContainText(money(charge));
  await expect(line(slip, `${words.creditFor} Professional × 10`)).toContainText(money(credit));
  await expect(line(slip, words.subtotal)).toContainText(money(net));
  await expect(line(slip, words.vat)).toContainText(money(vat));
  await expect(dueToday(page, language)).toContainText(money(total));
  await expect(page.getByRole('paragraph').filter({ hasText: money(renewal) })).toContainText(formattedDate(next, language));
}

async function expectCheckout(page: Page, language: Language, money: Money): Promise<void> {
  const words = labels[language];
  await page.waitForURL('**/billing/checkout');
  await hydrated(page);
  await expect(fact(page, words.plan)).toContainText('Business');
  await expect(fact(page, words.licences)).toHaveText('10');
  await expect(fact(page, words.planPrice)).toContainText(money(charge));
  await expect(fact(page, words.billingPeriod)).toContainText(formattedDate(start, language));
  await expect(fact(page, words.billingPeriod)).toContainText(formattedDate(lastDay, language));
  await expect(page.getByRole('main')).toContainText('Visa •••• 4242');
  await expect(dueToday(page, language)).toContainText(money(total));
  await expect(page.getByRole('link', { name: words.editOrder })).toHaveAttribute('href', /\/edit\?plan=business&seats=10/);
}

async function expectConfirmation(page: Page, language: Language): Promise<void> {
  await expect(heading(page)).toHaveText(language === 'de' ? /^Danke/ : /^Thank you/);
  await expect(page.getByRole('main')).toContainText('Visa •••• 4242');
}

/** Invoices speak the account's language, whoever looks at them. */
async function expectInvoice(page: Page): Promise<void> {
  const paper = page.getByRole('article', { name: 'Rechnung RE-2026-00013' });
  await expect(paper).toHaveAttribute('lang', 'de');
  const rows = paper.getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'Business' })).toContainText('190,00 €');
  await expect(rows.filter({ hasText: 'Gutschrift' })).toContainText('−46,67 €');
  await expect(fact(paper, 'Summe netto')).toHaveText('143,33 €');
  await expect(fact(paper, 'Umsatzsteuer 19 % auf 143,33 €')).toHaveText('27,23 €');
  await expect(fact(paper, 'Rechnungsbetrag')).toHaveText('170,56 €');
  await expect(paper).toContainText('170,56 € am 21.11.2026 mit Visa •••• 4242 bezahlt.');
  await expect(paper).toContainText('Nordlicht GmbH');
}

async function expectInList(page: Page, language: Language, money: Money): Promise<void> {
  await openMenu(page);
  await page.getByRole('navigation', { name: labels[language].navigation }).getByRole('link', { name: labels[language].invoices }).click();
  await expect(heading(page)).toHaveText(labels[language].invoices);
  const newest = page.getByRole('table').getByRole('row').nth(1);
  await expect(newest).toContainText('RE-2026-00013');
  await expect(newest).toContainText(money(total));
  await expect(newest).toContainText(formattedDate(start, language));
}

async function expectInForce(page: Page, language: Language, money: Money): Promise<void> {
  await openMenu(page);
  await page.getByRole('navigation', { name: labels[language].navigation }).getByRole('link', { name: labels[language].subscriptions }).click();
  const meeting = tile(page, 'GoTo Meeting');
  await expect(meeting).toContainText('Business, 10');
  await expect(meeting).toContainText(money(charge));
  await expect(meeting).toContainText(formattedDate(next, language));
  await expect(page.getByRole('link', { name: labels[language].cart })).not.toContainText('1');
  if (runsScripts(page)) await expect(meeting.getByRole('button', { name: labels[language].options })).toBeVisible();
}
