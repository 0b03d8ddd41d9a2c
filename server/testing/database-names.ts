/** The migrated database that every worker's is copied from. */
export const TEMPLATE = 'template_migrated';

/** Another database of the same server. */
export function databaseAt(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}
