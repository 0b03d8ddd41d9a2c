import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { programName } from './program-name';

test.each([
  ['Mozilla/5.0 (OBS-Studio/31.0.1; Windows x86_64; en-US)', 'OBS 31.0.1'],
  ['OBS-Studio/30.2', 'OBS 30.2'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'a browser'],
  ['GStreamer whipclientsink', 'GStreamer whipclientsink'],
  ['FMLE/3.0 (compatible; Lavf60.16.100)', 'ffmpeg'],
  ['FMLE/3.0 (compatible; FMSc/1.0)', 'a program by RTMP'],
  ['<script>', 'a program'],
  ['', 'a program'],
])('%s is called %s', (software, name) => {
  expect(programName(software, createI18n('en', ENGLISH))).toBe(name);
});
