import { type Mail, type MailMessage } from '../deps';

/** Mails that would have been sent. */
export interface KeptMail extends Mail {
  sent: MailMessage[];
  on: boolean;
  /** The next so many fail, as when the mail server is away. */
  failing: number;
}

export function keptMail(): KeptMail {
  const mail: KeptMail = {
    on: true,
    sent: [],
    failing: 0,
    send(message) {
      if (mail.failing > 0) {
        mail.failing -= 1;
        return Promise.reject(new Error('the mail server is away'));
      }
      mail.sent.push(message);
      return Promise.resolve();
    },
  };
  return mail;
}

/** The token of the link in the newest mail. */
export function linkToken({ sent }: KeptMail): string {
  return /[?&]token=([\w-]+)/.exec(sent[sent.length - 1]?.text ?? '')?.[1] ?? '';
}
