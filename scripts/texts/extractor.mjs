// Where texts stand in the code: in Lingui's macros, which pages use, and in `says('…')` of
// texts/says.ts, which is for code that runs without a build step.
import { parseSync, traverse } from '@babel/core';
import { extractFromFileWithBabel } from '@lingui/cli/api';
import { generateMessageId } from '@lingui/message-utils/generateMessageId';

/** Stands in the catalogue at what is looked up by its English: it travels before it is said. */
export const MARKED = 'says()';

const OF_SAYS = /from '(\.\.?\/)+(texts\/)?says'/;

/** @type {import('@lingui/conf').ExtractorType} */
export const textExtractor = {
  match: (file) => /\.tsx?$/.test(file),
  async extract(file, code, found, context) {
    if (/@lingui\/(core|react)\/macro/.test(code))
      await extractFromFileWithBabel(file, code, found, /** @type {any} */ (context), parserOpts(file));
    if (OF_SAYS.test(code)) for (const message of markedTexts(file, code)) found(message);
  },
};

/**
 * What `says(…)` is given. It must be written out there: what is put together is found by nobody.
 * @param {string} file
 * @param {string} code
 */
export function markedTexts(file, code) {
  const ast = parseSync(code, {
    filename: file,
    babelrc: false,
    configFile: false,
    parserOpts: parserOpts(file),
  });
  /** @type {import('@lingui/conf').ExtractedMessage[]} */
  const found = [];
  if (!ast) return found;
  traverse(ast, {
    CallExpression(/** @type {any} */ { node }) {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'says') return;
      const [english] = node.arguments;
      const line = node.loc?.start.line ?? 0;
      if (english?.type !== 'StringLiteral') throw new Error(`${file}:${line}: says() wants a sentence written out.`);
      const message = english.value;
      found.push({ id: generateMessageId(message), message, comment: MARKED, origin: [file, line] });
    },
  });
  return found;
}

const parserOpts = (/** @type {string} */ file) => ({
  plugins: /** @type {any} */ (file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript']),
});
