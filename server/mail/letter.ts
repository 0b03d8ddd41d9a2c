import { say } from '../../texts/i18n';
import { directionOf, type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { type MailMessage } from '../deps';
import { i18nIn } from '../i18n';

/** What a mail says, marked by `says` or somebody's own words; nothing of it is markup. */
export interface Letter {
  to: string;
  subject: string;
  /** What it says, a paragraph each. */
  says: string[];
  /** Where it leads. */
  link: { label: string; url: string } | null;
  /** Why it came, in small print. */
  why: string;
  /** What its reader is written to in. */
  language: Language;
  /** The same mail has the same id: a mail program shows it once. */
  id: string;
  /** Where one click ends mails of this kind. */
  unsubscribe?: string;
}

/** A mail as plain text and as simple HTML. What people wrote is escaped, without line breaks. */
export function writeLetter({ to, id, unsubscribe, language, ...marked }: Letter): MailMessage {
  const said = (sentence: string) => oneLine(say(i18nIn(language), sentence));
  const lines = marked.says.map(said);
  const why = said(marked.why);
  const link = marked.link && { ...marked.link, label: said(marked.link.label) };
  const leaving = said(says('Unsubscribe from mails of this kind'));
  const leave = unsubscribe ? [`${leaving}:`, unsubscribe] : [];
  const text = [...lines, ...(link ? [`${link.label}:\n${link.url}`] : []), '-- ', why, ...leave].join('\n\n');
  const small = 'color:#6b6b6b;font-size:13px';
  const html = [
    `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em">`,
    ...lines.map((line) => `<p>${escape(line)}</p>`),
    link
      ? `<p><a href="${escape(link.url)}" style="display:inline-block;padding:10px 16px;border-radius:8px;` +
        `background:#1f1d1a;color:#ffffff;text-decoration:none">${escape(link.label)}</a></p>` +
        `<p style="${small}">${escape(link.url)}</p>`
      : '',
    `<hr style="border:0;border-top:1px solid #dddddd"><p style="${small}">${escape(why)}</p>`,
    unsubscribe ? `<p style="${small}"><a href="${escape(unsubscribe)}">${escape(leaving)}</a></p>` : '',
    '</body></html>',
  ].join('\n');
  return { to, subject: said(marked.subject), text: `${text}\n`, html, id, ...(unsubscribe ? { unsubscribe } : {}) };
}

/** A name or a title begins no new line: not in a header, not in the text. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
