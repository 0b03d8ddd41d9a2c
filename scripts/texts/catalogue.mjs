// The catalogue of texts: what the code says, and what texts/ar.po has of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { ROOT } from '../launcher/paths.mjs';
import { compile } from './compile.mjs';
import { MARKED } from './extractor.mjs';

/** Where compiled texts are put; git holds none of them. */
export const OUTPUT = 'texts/generated';
/** Whatever decides what they are. */
export const SOURCES = ['texts/ar.po', 'scripts/texts', 'lingui.config.js', 'node_modules/@lingui/cli/package.json'];

/** The one catalogue that there is. */
export async function openCatalogue() {
  const config = getConfig({ configPath: join(ROOT, 'lingui.config.js') });
  const [catalogue] = await getCatalogs(config);
  if (!catalogue) throw new Error('lingui.config.js names no catalogue.');
  return catalogue;
}

/**
 * Compiles texts/ar.po: by id for what pages say, by the English sentence for what `says` marks. Of
 * English there is only what has places in it and no build step.
 */
export async function compileTexts() {
  const entries = Object.entries(await (await openCatalogue()).read('ar'));
  /** @type {Record<string, string>} */
  const arabic = {};
  /** @type {Record<string, string>} */
  const english = {};
  for (const [id, { translation, message = '', comments }] of entries) {
    if (translation) arabic[id] = translation;
    if (!comments?.includes(MARKED)) continue;
    if (translation) arabic[message] = translation;
    if (message.includes('{')) english[message] = message;
  }
  mkdirSync(join(ROOT, OUTPUT), { recursive: true });
  write('ar', compile('ar', arabic));
  write('en', compile('en', english));
}

/**
 * @param {string} language
 * @param {object} messages
 */
function write(language, messages) {
  writeFileSync(join(ROOT, OUTPUT, `${language}.json`), `${JSON.stringify(messages)}\n`);
}
