/** The staff's second factor as specs use it: an authenticator, and the steps that set it up. */

import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { axe, expect, fillSignIn, hydrated, open, password, type Page } from './fixtures.ts';

const rita = 'rita@kontor.example';

/**
 * The code of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds), so many steps from now. Shortly before a step ends
 * it waits for the next, so that the code is still good when it arrives.
 */
export async function codeOf(secret: string, away = 0): Promise<string> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 10_000) await sleep(left + 100);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((character) => alphabet.indexOf(character).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + away));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

export async function typePassword(page: Page): Promise<void> {
  await open(page, '/staff/sign-in');
  await fillSignIn(page, rita, password);
}

/** Fills in the code and presses a button; answers once the next page is there. */
export async function confirm(page: Page, code: string, button: string, field = 'Code'): Promise<void> {
  await page.getByLabel(field, { exact: true }).fill(code);
  await page.getByRole('button', { name: button }).click();
  await page.waitForLoadState('load');
  await hydrated(page);
}

/** Sets it up; answers the secret and the recovery codes. */
export async function setUp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: 'Zweiten Faktor einrichten' }).click();
  await expect(page.getByRole('img', { name: 'QR-Code für Ihre Authenticator-App' })).toBeVisible();
  await hydrated(page);
  await axe(page);
  const secret = (await page.locator('code.long').innerText()).replaceAll('-', '');
  // One step early: the current code is then free for the next sign-in.
  await confirm(page, await codeOf(secret, -1), 'Einschalten', 'Code, den die App jetzt zeigt');
  await expect(page.getByRole('status').filter({ hasText: 'Der zweite Faktor ist eingeschaltet.' })).toBeVisible();
  await axe(page);
  return { secret, codes: await page.getByRole('region', { name: 'Ihre Wiederherstellungscodes' }).getByRole('listitem').allInnerTexts() };
}
