// Texts as they are used: parsed once, before anything runs.
import { createCompiledCatalog } from '@lingui/cli/api';

/**
 * @param {string} language
 * @param {Record<string, string>} messages
 * @returns {import('@lingui/core').Messages}
 */
export function compile(language, messages) {
  const { source, errors } = createCompiledCatalog(language, messages, { namespace: 'json' });
  const [problem] = errors;
  if (problem) throw new Error(`“${problem.source}” cannot be read: ${problem.error.message}`);
  return JSON.parse(source).messages;
}
