import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type I18n, languageOfI18n } from '../../texts/i18n';

/** The categories that an installation begins with, by their slugs. */
const KNOWN = new Map<string, { name: MessageDescriptor; description: MessageDescriptor }>([
  ['music', { name: msg`Music`, description: msg`Concerts, practice rooms and lessons. Headphones are worth it.` }],
  ['craft', { name: msg`Craft`, description: msg`Things made by hand, from the first cut to the last coat.` }],
  [
    'kitchen',
    {
      name: msg`Kitchen`,
      description: msg`Dinner services, doughs that take two days, and recipes with reasons.`,
    },
  ],
  [
    'code',
    { name: msg`Programming`, description: msg`People thinking aloud about software, and sometimes fixing it.` },
  ],
  [
    'sky',
    {
      name: msg`Sky and science`,
      description: msg`Telescopes, microscopes and the patience that both need.`,
    },
  ],
  [
    'chess',
    {
      name: msg`Chess`,
      description: msg`Lessons, analysis, and endgames that were not as drawn as they looked.`,
    },
  ],
  ['games', { name: msg`Games`, description: msg`Speedruns, mazes and other ways to be precise for no reason.` }],
  [
    'drawing',
    {
      name: msg`Drawing and painting`,
      description: msg`Draw along: models, landscapes, prints and wet paper.`,
    },
  ],
  ['outdoors', { name: msg`Outdoors`, description: msg`Hides, ridges and forests, in the weather that there is.` }],
]);

/** In English a category is called as in the database, where somebody may have renamed it. */
function known(slug: string, i18n: I18n) {
  return languageOfI18n(i18n) === 'en' ? undefined : KNOWN.get(slug);
}

/** A category's name in the reader's language. */
export function categoryName({ slug, name }: { slug: string; name: string }, i18n: I18n): string {
  const words = known(slug, i18n);
  return words ? i18n._(words.name) : name;
}

/** What is in a category, in the reader's language. */
export function categoryDescription(category: { slug: string; description: string }, i18n: I18n): string {
  const words = known(category.slug, i18n);
  return words ? i18n._(words.description) : category.description;
}
