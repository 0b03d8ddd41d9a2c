import { createTransport } from 'nodemailer';
import { SECOND } from '../clock';
import { type Mail } from '../deps';

/** A mail server that hangs keeps no other mail waiting for longer. */
const PATIENCE_MS = 10 * SECOND;

interface MailOptions {
  /** smtp: or smtps:, with name and password where the server wants them; null: no mail is sent. */
  url: string | null;
  /** Who writes, such as "Vilokanam <no-reply@vilokanam.example>". */
  from: string;
  /** The site's own host: mails are named after it. */
  host: string;
}

/** Mail by SMTP. Connects when something is sent. */
export function createMail({ url, from, host }: MailOptions): Mail {
  if (url === null) return { on: false, send: () => Promise.reject(new Error('no mail server is configured')) };
  const times = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
  const transport = createTransport({ url, ...times });
  return {
    on: true,
    async send({ to, subject, text, html, id, unsubscribe }) {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${host}>`,
        disableFileAccess: true,
        disableUrlAccess: true,
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(unsubscribe && {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
        },
      });
    },
  };
}
