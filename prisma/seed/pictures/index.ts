import { chess } from './chess';
import { code } from './code';
import { craft } from './craft';
import { drawing } from './drawing';
import { games } from './games';
import { kitchen } from './kitchen';
import { music } from './music';
import { outdoors } from './outdoors';
import { sky } from './sky';

/**
 * Every picture of the seeded world: by category, then by name. Its file is
 * public/seed/<category>-<name>.svg.
 */
export const pictures = { music, craft, sky, code, chess, games, kitchen, drawing, outdoors } as const;
