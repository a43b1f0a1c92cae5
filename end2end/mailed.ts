/** Tests of a portal that sends its mails: they read them in a mailbox. */

import { expect, test as base } from './fixtures.ts';
import { Mailbox, type Mail } from './mailbox.ts';

export const test = base.extend<object, { mailbox: Mailbox }>({
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

/** The address in the newest mail to somebody. */
export async function mailedAddress(mailbox: Mailbox, email: string, part: string): Promise<string> {
  const find = () => mailbox.mails.filter((mail) => mail.recipients.includes(email)).map((mail) => /https?:\/\/[^/\s]+(\/[^\s]+)/.exec(mail.body)?.[1]);
  await expect.poll(() => find().findLast((address) => address?.startsWith(part)), { timeout: 15_000 }).toBeTruthy();
  return find().findLast((address) => address?.startsWith(part)) ?? '';
}

/** The newest mail to somebody with that subject; it is waited for. */
export async function mailTo(mailbox: Mailbox, email: string, subject: string | RegExp): Promise<Mail> {
  const fits = (text: string) => (typeof subject === 'string' ? text === subject : subject.test(text));
  const find = () => mailbox.mails.findLast((mail) => mail.recipients.includes(email) && fits(mail.subject));
  await expect.poll(find, { message: `a mail to ${email}: ${String(subject)}`, timeout: 15_000 }).toBeTruthy();
  const found = find();
  if (found === undefined) throw new Error('a mail that came has gone');
  return found;
}
