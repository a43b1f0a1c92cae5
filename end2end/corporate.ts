/** The steps that specs take at the corporate door, and those of the staff behind it. */

import type { Locator } from '@playwright/test';
import { expect, fillSignIn, hydrated, open, password, type Page } from './fixtures.ts';
import { enterCardData, sendMethod } from './payment_page.ts';
import { heading } from './steps.ts';

/** User IDs of the contacts who may order. */
export const julia = 'KD-20417';
export const hauke = 'KD-20418';

/** The staff's sign-ins. */
export const rita = 'rita@kontor.example';
export const omar = 'omar@kontor.example';

/** Signs in with a User ID, in whatever language the door greets, and stands on the contracts. */
export async function enterCorporate(page: Page, userId: string): Promise<void> {
  await open(page, '/corporate/sign-in');
  await page.locator('input[autocomplete="username"]').fill(userId);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/corporate');
  await hydrated(page);
}

/** Signs somebody of the staff in, and stands on the page of that address. */
export async function enterStaff(page: Page, login: string, address = '/staff/accounts'): Promise<void> {
  await open(page, `/staff/sign-in?next=${address}`);
  await fillSignIn(page, login, password);
  await page.waitForURL(`**${address}`);
  await hydrated(page);
}

/** A form that is filled in and sent leads to another page, script or not. */
export async function press(page: Page, button: string | RegExp, address: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL(address);
  await hydrated(page);
}

/** Follows the first link of that name in the page's main part. */
export async function follow(page: Page, link: string | RegExp, address: string | RegExp): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: link }).first().click();
  await page.waitForURL(address);
  await hydrated(page);
}

/** Accepts a quote of the representative; answers the number of its service order. */
export async function acceptQuote(page: Page, quote: string): Promise<string> {
  await open(page, `/corporate/quotes/${quote}`);
  await press(page, /^Angebot annehmen, /, '**/corporate/service-orders/SA-2026-*');
  return lastPart(page);
}

/** The staff takes a service order. */
export async function takeServiceOrder(page: Page, number: string): Promise<void> {
  await open(page, `/staff/service-orders/${number}`);
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await expect(page.getByRole('button', { name: 'Erledigt' })).toBeVisible();
  await hydrated(page);
}

/** The staff has done what a service order asks for. */
export async function completeServiceOrder(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Erledigt' }).click();
  await expect(page.getByRole('button', { name: 'Erledigt' })).toHaveCount(0);
  await hydrated(page);
}

/** The representative drafts a quote of one line, in whatever language the page speaks, and sees it; answers its number. */
export async function draftQuote(page: Page, account: string, offer: string, seats: string): Promise<string> {
  await open(page, `/staff/quotes/new?account=${account}`);
  await page.locator('select[name="lines[0][what]"]').selectOption(offer);
  await page.locator('input[name="lines[0][seats]"]').fill(seats);
  await page.getByRole('main').locator('button.primary').click();
  await page.waitForURL('**/staff/quotes/AN-2026-*');
  await hydrated(page);
  return lastPart(page);
}

/** Sends the draft that is on screen. */
export async function sendDraft(page: Page): Promise<void> {
  const send = page.getByRole('button', { name: /^(Angebot senden|Send quote)$/ });
  await send.click();
  await expect(send).toHaveCount(0);
  await hydrated(page);
}

/** From the payment profile to the fields of another kind. */
export async function chooseProfile(page: Page, kind: string): Promise<void> {
  await open(page, '/corporate/payment-profile');
  await page.getByRole('main').getByRole('link', { name: 'Bearbeiten' }).click();
  await page.getByLabel('Zahlungsmethode').selectOption({ label: kind });
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByRole('heading', { level: 2, name: kind })).toBeVisible();
  await hydrated(page);
}

/** Makes a card the one that pays all invoices. */
export async function putCardOnFile(page: Page, number: string): Promise<void> {
  await chooseProfile(page, 'Karte');
  await page.getByRole('button', { name: 'Karte eingeben und speichern' }).click();
  await enterCardData(page, number);
  await sendMethod(page);
  await page.waitForURL('**/corporate/payment-profile?method=changed');
  await hydrated(page);
  await expect(heading(page)).toHaveText('Zahlungsprofil');
}

/** The row of an open invoice, by what it is for. */
export function openInvoice(page: Page, product: string): Locator {
  return page.getByRole('table', { name: 'Offene Rechnungen, älteste zuerst' }).getByRole('row').filter({ hasText: product });
}

/** The last part of the page's address: a number, mostly. */
export function lastPart(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
