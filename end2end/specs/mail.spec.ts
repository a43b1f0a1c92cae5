/** The confirmation of an order comes by mail: once, in the account's language, with what was paid. Its mailbox is its own: the last test closes it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { enter, expect, test as base } from '../fixtures.ts';
import { Mailbox } from '../mailbox.ts';
import { heading, order } from '../steps.ts';

const test = base.extend<object, { mailbox: Mailbox }>({
  mailbox: [
    async ({}, use) => {
      const mailbox = await Mailbox.open();
      await use(mailbox);
      await mailbox.close();
    },
    { scope: 'worker' },
  ],

  portalSettings: [async ({ mailbox }, use) => use({ KONTOR_SMTP_URL: mailbox.url }), { scope: 'worker' }],
});

/** Other people's mails come by themselves: of trials that end. */
function toAnna({ mails }: Mailbox): Mailbox['mails'] {
  return mails.filter(({ recipients }) => recipients.includes('anna@nordlicht.example'));
}

/** More than two rounds of the portal's worker, which sends. */
const twoRoundsMs = 2500;

test('the confirmation arrives once, in German, with the amount', async ({ page, mailbox }) => {
  await enter(page, 'anna@nordlicht.example');
  await order(page, 'GoTo Meeting', { plan: 'Business', seats: '12' });
  await expect(heading(page)).toHaveText(/^Danke/);
  await expect.poll(() => toAnna(mailbox).length, { timeout: 15_000 }).toBe(1);
  await sleep(twoRoundsMs);
  expect(toAnna(mailbox), 'it is sent once').toHaveLength(1);
  const [mail] = toAnna(mailbox);
  expect(mail?.recipients).toEqual(['anna@nordlicht.example']);
  expect(mail?.subject).toBe('Ihre Bestellung: GoTo Meeting Business');
  expect(mail?.messageId).toMatch(/^<[^<>@\s]+@nordwerk\.example>$/);
  const body = mail?.body.replaceAll('\u00a0', ' ') ?? '';
  expect(body).toContain('Guten Tag Anna Albrecht');
  expect(body).toContain('228,00 €');
  expect(body).toContain('−46,67 €');
  expect(body).toContain('Bezahlt: 215,78 €');
  expect(body).toContain('21.12.2026');
  expect(body).toContain('RE-2026-00013');
  expect(body).toContain('Sie haben Benutzerlizenzen hinzugefügt.');
});

test.describe('for readers of English', () => {
  test.use({ locale: 'en-GB' });

  test('it still speaks the language of the account', async ({ page, mailbox }) => {
    const before = toAnna(mailbox).length;
    await enter(page, 'anna@nordlicht.example');
    await expect(heading(page)).toHaveText('Subscriptions');
    await order(page, 'GoTo Webinar', { seats: '3' });
    await expect.poll(() => toAnna(mailbox).length, { timeout: 15_000 }).toBe(before + 1);
    expect(toAnna(mailbox).at(-1)?.subject).toBe('Ihre Bestellung: GoTo Webinar Standard');
  });
});

test('a mail server that is gone keeps nobody from ordering', async ({ page, mailbox, portal }) => {
  await mailbox.close();
  await enter(page, 'anna@nordlicht.example');
  await order(page, 'GoTo Meeting', { plan: 'Business', seats: '13' });
  await expect(heading(page)).toHaveText(/^Danke/);
  await expect.poll(() => portal.log(), { timeout: 15_000 }).toContain('mail was not sent');
  await expect(page.getByRole('link', { name: /^Rechnung RE-/ })).toBeVisible();
});
