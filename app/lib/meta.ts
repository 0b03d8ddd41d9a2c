import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type MetaDescriptor } from '@remix-run/react';
import { i18nOf } from './texts';

interface PageMeta {
  /** Without the site's name; null on the home page. */
  title: string | MessageDescriptor | null;
  description: string | MessageDescriptor;
  /** Of the page: they know its language. */
  matches?: readonly { id: string; data: unknown }[];
  /** What links show, as a path on this site; without it, the site's own picture. */
  image?: string | null;
  /** The canonical address of this site. */
  origin?: string | undefined;
  path?: string;
  /** What is linked to is a video, so long. */
  videoSeconds?: number | null;
  /** Pages that are somebody's own are not for search engines. */
  hidden?: boolean;
}

/** The head of a page: title, description, and what other sites show when they link here. */
export function pageMeta({ matches, image, origin, path, hidden, videoSeconds, ...words }: PageMeta): MetaDescriptor[] {
  const i18n = i18nOf(matches ?? []);
  const said = (text: string | MessageDescriptor) => (typeof text === 'string' ? text : i18n._(text));
  const title = words.title && said(words.title);
  const description = said(words.description);
  const full = title ? `${title} · Vilokanam` : i18n._(msg`Vilokanam: live video, paid by the second`);
  const short = description.length > 200 ? `${description.slice(0, 197).trimEnd()}…` : description;
  const absolute = (address: string) => (origin ? new URL(address, origin).href : address);
  return [
    { title: full },
    { name: 'description', content: short },
    { property: 'og:site_name', content: 'Vilokanam' },
    { property: 'og:type', content: videoSeconds ? 'video.other' : 'website' },
    ...(videoSeconds ? [{ property: 'video:duration', content: String(videoSeconds) }] : []),
    { property: 'og:title', content: title ?? full },
    { property: 'og:description', content: short },
    { property: 'og:image', content: absolute(image ?? '/share.png') },
    { property: 'og:image:type', content: 'image/png' },
    { property: 'og:image:width', content: '1200' },
    { property: 'og:image:height', content: '630' },
    { property: 'og:image:alt', content: title ?? full },
    { name: 'twitter:card', content: 'summary_large_image' },
    ...(path === undefined ? [] : [{ property: 'og:url', content: absolute(path) }]),
    ...(path === undefined || !origin ? [] : [{ tagName: 'link', rel: 'canonical', href: absolute(path) }]),
    ...(hidden ? [{ name: 'robots', content: 'noindex' }] : []),
  ];
}

/** The canonical address of this site, which the root of every page knows. */
export function originOf(matches: readonly { id: string; data: unknown }[]): string | undefined {
  const root = matches.find(({ id }) => id === 'root')?.data;
  return typeof root === 'object' && root !== null && 'origin' in root ? String(root.origin) : undefined;
}
