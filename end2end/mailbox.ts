/** A mail server for tests: it takes every mail, or none, and keeps what it took. */

import { SMTPServer } from 'smtp-server';

export interface Mail {
  recipients: string[];
  messageId: string;
  subject: string;
  body: string;
}

export class Mailbox {
  /** What has arrived, in the order in which it came. */
  readonly mails: Mail[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      // The portal keeps its connection; closing does not wait for it.
      closeTimeout: 200,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
          this.mails.push({ recipients, ...readMessage(Buffer.concat(chunks).toString('latin1')) });
          done();
        });
      },
    });
  }

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await new Promise<void>((resolve, reject) => {
      mailbox.server.once('error', reject);
      mailbox.server.listen(0, '127.0.0.1', resolve);
    });
    return mailbox;
  }

  get url(): string {
    const address = this.server.server.address();
    if (address === null || typeof address !== 'object') throw new Error('the mail server does not listen');
    return `smtp://127.0.0.1:${address.port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** Subject and text of a plain message, however they were made fit for mail. */
function readMessage(raw: string): Omit<Mail, 'recipients'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const header = (name: string): string => {
    const found = headers.find((text) => text.toLowerCase().startsWith(`${name}:`));
    return found?.slice(name.length + 1).trim() ?? '';
  };
  const body = rest.join('\r\n\r\n');
  const encoding = header('content-transfer-encoding').toLowerCase();
  return { messageId: header('message-id'), subject: decodedWords(header('subject')), body: decoded(body, encoding) };
}

function decoded(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return quotedPrintable(text.replace(/=\r\n/g, ''));
  return Buffer.from(text, 'latin1').toString('utf8');
}

/** `=?utf-8?b?…?=` and `=?utf-8?q?…?=`; blanks between two of them mean nothing. */
function decodedWords(text: string): string {
  const word = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;
  return text.replace(/\?=\s+=\?/g, '?==?').replace(word, (_, kind: string, content: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(content, 'base64').toString('utf8') : quotedPrintable(content.replace(/_/g, ' ')),
  );
}

function quotedPrintable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
