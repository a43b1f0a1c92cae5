/** The ways that several specs go: to an editor, to checkout, through an order. They press what a reader would press. */

import type { Locator } from '@playwright/test';
import { expect, hydrated, open, runsScripts, type Language, type Page } from './fixtures.ts';
import { labels } from './labels.ts';

/** What is chosen in the plan editor. Whatever is left out stays as it is. */
export interface Choice {
  plan?: string;
  seats?: string;
  interval?: 'monthly' | 'annual';
}

/** The tile of a product on the home page. */
export function tile(page: Page, product: string): Locator {
  return page.getByRole('article', { name: product });
}

/** The order summary. */
export function summary(page: Page, language: Language = 'de'): Locator {
  return page.getByRole('region', { name: labels[language].orderSummary });
}

/** A line of the order summary, or of any list of names and amounts, by the beginning of its text. */
export function line(scope: Locator, beginning: string): Locator {
  return scope.locator('.receipt-line').filter({ hasText: new RegExp(`^\\s*${escaped(beginning)}`) });
}

/** What stands beside a name in a list of facts. */
export function fact(scope: Locator | Page, name: string): Locator {
  const page = 'goto' in scope ? scope : scope.page();
  const term = page.getByRole('term').filter({ hasText: new RegExp(`^${escaped(name)}$`) });
  return scope.locator('dl > div').filter({ has: term }).getByRole('definition');
}

/** The sum that is due, with its label. */
export function dueToday(page: Page, language: Language = 'de'): Locator {
  return page.getByRole('paragraph').filter({ hasText: new RegExp(`^\\s*${escaped(labels[language].dueToday)}`) });
}

/** As a part of a pattern. Amounts and dates have blanks that do not break. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s');
}

/** The main heading. */
export function heading(page: Page): Locator {
  return page.getByRole('heading', { level: 1 });
}

/** From the home page through the tile's menu to the editor. */
export async function openEditor(page: Page, product: string, language: Language = 'de'): Promise<void> {
  const words = labels[language];
  const card = tile(page, product);
  await card.getByRole('button', { name: words.options }).click();
  await card.getByRole('link', { name: words.editSubscription }).click();
  await expect(heading(page)).toHaveText(words.editSubscription);
  await hydrated(page);
}

/** The address of a product's editor, from the home page, where one is offered. */
export async function editorAddress(page: Page, product: string): Promise<string> {
  await open(page, '/billing');
  const address = await tile(page, product).locator('a[href$="/edit"]').getAttribute('href');
  if (address === null) throw new Error(`no editor is offered for ${product}`);
  return address;
}

/** Chooses in the editor, and where no script does it, asks for the price. */
export async function choose(page: Page, choice: Choice, language: Language = 'de'): Promise<void> {
  const words = labels[language];
  if (choice.plan !== undefined) await page.getByRole('radio', { name: new RegExp(`^${choice.plan} `) }).check();
  if (choice.seats !== undefined) await page.getByLabel(words.licences, { exact: true }).fill(choice.seats);
  if (choice.interval !== undefined) {
    const name = choice.interval === 'annual' ? words.annually : words.monthly;
    await page.getByRole('radio', { name, exact: true }).check();
  }
  if (!runsScripts(page)) await page.getByRole('button', { name: words.calculatePrice }).click();
}

/** Puts a change into the cart, in the page's own language; what waits there already decides where that leads. */
export async function putInCart(page: Page, product: string, choice: Choice): Promise<void> {
  await open(page, await editorAddress(page, product));
  const language = await languageOf(page);
  const words = labels[language];
  await choose(page, choice, language);
  await page.getByRole('button', { name: words.proceedToCheckout }).or(page.getByRole('button', { name: words.addToCart })).click();
  await page.waitForURL(/\/billing\/(checkout|cart)$/);
  await hydrated(page);
}

/** The language of a page. */
export async function languageOf(page: Page): Promise<Language> {
  return (await page.locator('html').getAttribute('lang')) === 'en' ? 'en' : 'de';
}

/** The one button that spends money. */
export function placeOrderButton(page: Page, language: Language = 'de'): Locator {
  return page.getByRole('button', { name: labels[language].placeOrder });
}

/** Orders a change from the home page on, and answers the address of the order. */
export async function order(page: Page, product: string, choice: Choice): Promise<string> {
  await putInCart(page, product, choice);
  await placeOrderButton(page, await languageOf(page)).click();
  await page.waitForURL('**/billing/orders/*');
  await hydrated(page);
  return new URL(page.url()).pathname;
}

/** Shows what a phone keeps behind its menu button. */
export async function openMenu(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Men[üu]$/ });
  if (await button.isVisible()) await button.click();
}

/** What the page is about, in the words of the reader. */
export async function mainText(page: Page): Promise<string> {
  const text = await page.getByRole('main').innerText();
  return text.replace(/\s+/g, ' ').trim();
}
