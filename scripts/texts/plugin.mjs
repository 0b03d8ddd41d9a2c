// The Vite plugin for the texts of pages: Lingui's macros become calls that carry their English,
// parsed already, so that English needs neither a catalogue nor a parser in the browser.
import { transformAsync } from '@babel/core';
import macros from '@lingui/babel-plugin-lingui-macro';
import { makeConfig } from '@lingui/conf';
import { compile } from './compile.mjs';

const OF_MACROS = /@lingui\/(core|react)\/macro/;
const linguiConfig = makeConfig({ locales: ['en'], sourceLocale: 'en' }, { skipValidation: true });

/** @returns {import('vite').Plugin} */
export function texts() {
  return {
    name: 'texts',
    enforce: 'pre',
    config: () => ({
      optimizeDeps: {
        include: ['@lingui/core', '@lingui/react'],
        exclude: ['@lingui/core/macro', '@lingui/react/macro'],
      },
    }),
    async transform(code, id) {
      const [file = ''] = id.split('?');
      if (!/\.tsx?$/.test(file) || !OF_MACROS.test(code)) return null;
      const done = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
        plugins: [[macros, { linguiConfig, stripMessageField: false }], compiled],
      });
      return done?.code ? { code: done.code, map: done.map } : null;
    },
  };
}

/**
 * Puts the parsed form of a message in its place: the macro marks by a comment what it made.
 * @param {any} babel
 */
function compiled({ types: t }) {
  const isMade = (/** @type {any} */ node) =>
    node.leadingComments?.some((/** @type {{ value: string }} */ { value }) => value.trim() === 'i18n');
  return {
    visitor: {
      Program: {
        exit(/** @type {any} */ program) {
          program.traverse({
            ObjectExpression(/** @type {any} */ { node }) {
              if (!isMade(node)) return;
              const message = node.properties.find((/** @type {any} */ { key }) => key?.name === 'message');
              if (t.isStringLiteral(message?.value))
                message.value = t.valueToNode(compile('en', { message: message.value.value }).message);
            },
          });
        },
      },
    },
  };
}
