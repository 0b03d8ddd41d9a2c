import { says } from '../../texts/says';
import { MOST_CAPTION_BYTES } from '../../schemas/videos';
import { DomainError } from '../errors';

/** Where the parser is, for what it says of a line. */
interface Line {
  text: string;
  number: number;
}

/** Of no use in a text; the two first are this parser's own. */
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;
const MOST_CUES = 20_000;
/** hours, minutes, seconds, thousandths; hours may be left out */
const TIME = /^(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;
const TIMING = /^(\S+)[ \t]+-->[ \t]+(\S+)(?:[ \t]+(.*))?$/;
/** What a cue says of its place on the picture. */
const SETTING =
  /^(?:vertical:(?:rl|lr)|line:(?:-?\d{1,4}(?:\.\d{1,6})?%?)(?:,(?:start|center|end))?|position:\d{1,3}(?:\.\d{1,6})?%(?:,(?:line-left|center|line-right))?|size:\d{1,3}(?:\.\d{1,6})?%|align:(?:start|center|end|left|right))$/;
/** The tags that cues may have, with classes and, where they take them, words. */
const TAG =
  /^(?:\/?(?:b|i|u|c|ruby|rt|v|lang)|(?:b|i|u|c|ruby|rt)(?:\.[\w-]{1,40})*|(?:v|lang)(?:\.[\w-]{1,40})*[ \t]+[^<>&\n]{1,100})$/;
const STAMP = /^(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}$/;
/** What begins no entity that cues have. */
const BARE_AMP = /&(?!(?:amp|lt|gt|nbsp|lrm|rlm|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/g;

/**
 * Reads WebVTT strictly and writes it anew: cues with ascending times, their settings, and text
 * with the few tags that cues have; other tags are left out. Styles and regions are left out, too:
 * they are for pages of their own.
 */
export function cleanVtt(text: string): string {
  if (Buffer.byteLength(text) > MOST_CAPTION_BYTES) throw unreadable(1);
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(CONTROLS, '')
    .split(/\r\n|\n|\r/)
    .map((line, at): Line => ({ text: line, number: at + 1 }));
  const [first, ...rest] = blocksOf(lines);
  if (!first?.[0] || first[0].number !== 1 || !/^WEBVTT(?:[ \t].*)?$/.test(first[0].text)) throw unreadable(1);
  if (first.some(({ text }) => text.includes('-->'))) throw unreadable(1);
  const cues: string[] = [];
  let since = 0;
  for (const block of rest) {
    const [head] = block;
    if (!head || /^(?:NOTE|STYLE|REGION)(?:[ \t].*)?$/.test(head.text)) continue;
    const cue = readCue(block, since);
    since = cue.start;
    if (cue.text !== '') cues.push(cue.text);
    if (cues.length > MOST_CUES) throw unreadable(head.number);
  }
  if (cues.length === 0) throw unreadable(1);
  return `WEBVTT\n\n${cues.join('\n\n')}\n`;
}

/** Runs of lines with something in them. */
function blocksOf(lines: readonly Line[]): Line[][] {
  const blocks: Line[][] = [];
  let open: Line[] | null = null;
  for (const line of lines) {
    if (line.text.trim() === '') open = null;
    else if (open) open.push(line);
    else blocks.push((open = [line]));
  }
  return blocks;
}

function readCue(block: readonly Line[], since: number): { start: number; text: string } {
  const at = block[0]?.text.includes('-->') ? 0 : 1;
  const timing = block[at];
  if (!timing) throw unreadable(block[0]?.number ?? 1);
  const [, from = '', to = '', settings = ''] = TIMING.exec(timing.text) ?? [];
  const start = msOf(from);
  const end = msOf(to);
  if (start === null || end === null || end <= start || start < since) throw unreadable(timing.number);
  const kept = settings.split(/[ \t]+/).filter(Boolean);
  if (!kept.every((setting) => SETTING.test(setting))) throw unreadable(timing.number);
  const said = block.slice(at + 1);
  const arrow = said.find(({ text }) => text.includes('-->'));
  if (arrow) throw unreadable(arrow.number);
  const text = cleanPayload(said.map(({ text }) => text).join('\n'));
  if (text.trim() === '') return { start, text: '' };
  const head = [timeOf(start), '-->', timeOf(end), ...kept].join(' ');
  return { start, text: `${head}\n${text}` };
}

/** The text of a cue: the tags that cues have, and nothing else that stands in angle brackets. */
function cleanPayload(text: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_whole, tag: string) => (TAG.test(tag) || STAMP.test(tag) ? `\u0001${tag}\u0002` : ''))
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(BARE_AMP, '&amp;')
    .replaceAll('\u0001', '<')
    .replaceAll('\u0002', '>')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}

function msOf(text: string): number | null {
  const [whole, hours = '0', minutes, seconds, thousandths] = TIME.exec(text) ?? [];
  if (whole === undefined) return null;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(thousandths);
}

function timeOf(ms: number): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  const seconds = Math.floor(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  return `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${`${ms % 1_000}`.padStart(3, '0')}`;
}

function unreadable(line: number): DomainError {
  return new DomainError('captionsUnreadable', undefined, {
    text: says('Line {line} is not WebVTT as we read it: cues with ascending times, and text. Nothing was saved.', {
      line,
    }),
  });
}
