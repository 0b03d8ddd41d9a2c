// npx tsx prisma/seed/pictures/make.ts: writes public/seed/*.svg. The files are committed; run this
// after changing a drawing.
import { mkdir, writeFile } from 'node:fs/promises';
import { pictures } from './index';
import { portraits } from './portraits';

await mkdir('public/seed', { recursive: true });
for (const [category, drawings] of Object.entries(pictures)) {
  for (const [name, draw] of Object.entries(drawings)) await writeFile(`public/seed/${category}-${name}.svg`, draw());
}
for (const [handle, draw] of Object.entries(portraits)) await writeFile(`public/seed/face-${handle}.svg`, draw());
