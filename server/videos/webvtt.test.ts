import { describe, expect, test } from 'vitest';
import { cleanVtt } from './webvtt';

const cue = (text: string, timing = '00:01.000 --> 00:02.500') => `WEBVTT\n\n${timing}\n${text}\n`;
const textOf = (vtt: string) => vtt.split('\n').slice(3).join('\n').trimEnd();

describe('captions', () => {
  test('are written anew: cues with full times and their settings, without notes, styles and names', () => {
    const typed = [
      '\ufeffWEBVTT Kind: captions\r',
      '\r',
      'STYLE\r',
      '::cue { background: url(https://elsewhere.example/a) }\r',
      '\r',
      'NOTE from the author\r',
      '\r',
      'first\r',
      '00:01.000 --> 00:02.500 line:90% align:start\r',
      'One\r',
      'Two\r',
      '\r',
      '01:00:00.000 --> 01:00:01.000\r',
      'Three\r',
    ].join('\n');
    expect(cleanVtt(typed)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.500 line:90% align:start\nOne\nTwo\n\n01:00:00.000 --> 01:00:01.000\nThree\n',
    );
  });

  test.each([
    ['<b>loud</b> <i>soft</i> <u>under</u>', '<b>loud</b> <i>soft</i> <u>under</u>'],
    ['<v Maya Iyer>Namaste</v>', '<v Maya Iyer>Namaste</v>'],
    ['<c.yellow.bg_blue>word</c> <lang ml>വാക്ക്</lang>', '<c.yellow.bg_blue>word</c> <lang ml>വാക്ക്</lang>'],
    ['<ruby>漢<rt>kan</rt></ruby>', '<ruby>漢<rt>kan</rt></ruby>'],
    ['<00:01.500>later', '<00:01.500>later'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>seen', 'seen'],
    ['<b onclick=alert(1)>seen</b>', 'seen</b>'],
    ['<scr<b>ipt>alert(1)', '&lt;script&gt;alert(1)'.replace('script', 'scr<b>ipt')],
    ['\u0001script\u0002alert(1)', 'scriptalert(1)'],
    ['1 < 2 & 3 &amp; 4', '1 &lt; 2 &amp; 3 &amp; 4'],
  ])('%s keep the tags that cues have and nothing else in angle brackets', (typed, kept) => {
    expect(textOf(cleanVtt(cue(typed)))).toBe(kept);
  });

  test.each([
    ['nothing', ''],
    ['another kind of file', '1\n00:00:01,000 --> 00:00:02,000\nSubRip'],
    ['a page', '<!doctype html><p>WEBVTT'],
    ['no cues', 'WEBVTT\n\nNOTE nothing here\n'],
    ['a cue that ends before it begins', cue('a', '00:02.000 --> 00:01.000')],
    ['a cue without an end', cue('a', '00:02.000')],
    ['a time that is none', cue('a', '00:61.000 --> 00:62.000')],
    ['cues that go back', `${cue('a', '00:05.000 --> 00:06.000')}\n00:01.000 --> 00:02.000\nb`],
    ['a setting that is none', cue('a', '00:01.000 --> 00:02.000 onclick:alert(1)')],
    ['a second arrow', cue('a\n00:03.000 --> 00:04.000')],
    ['more than a megabyte', cue('a'.repeat(1024 * 1024))],
    ['more than a megabyte in bytes', cue('é'.repeat(600 * 1024))],
  ])('of %s are refused', (_name, text) => {
    expect(() => cleanVtt(text)).toThrow(expect.objectContaining({ code: 'captionsUnreadable' }));
  });

  test('of a megabyte without an end are read in no time', () => {
    const began = performance.now();
    expect(() => cleanVtt(`WEBVTT\n\n${'<'.repeat(500_000)}${'&'.repeat(400_000)}`)).toThrow();
    expect(textOf(cleanVtt(cue('<a '.repeat(300_000))))).toContain('&lt;a');
    expect(textOf(cleanVtt(cue('&'.repeat(900_000))))).toContain('&amp;&amp;');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
