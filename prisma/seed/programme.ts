import { amountPerPlanck, parseAmount, type Amount } from '../../sdk/money';
import { type StreamVisibility } from '../../server/generated/prisma/client';

/** What is said of a stream before anybody watches it. */
export interface StreamPlan {
  by: string;
  title: string;
  description: string;
  category: string;
  tags: string[];
  /** A second, in the chain's money, whatever that is; '0' is free. */
  rate: string;
  /** The file under public/seed/, without its ending. */
  picture: string;
  previewSeconds?: number;
  viewerLimit?: number;
  visibility?: StreamVisibility;
  mature?: boolean;
  featured?: boolean;
}
/** Live now: since how many minutes, and how many watch. */
export interface LivePlan extends StreamPlan {
  minutes: number;
  watching: number;
}
/** Scheduled: in so many hours, or in so many days at an hour (UTC); invited are handles. */
export interface ScheduledPlan extends StreamPlan {
  inHours?: number;
  inDays?: number;
  atHour?: number;
  invited?: string[];
}

export const live: LivePlan[] = [
  {
    by: 'hollowbody',
    title: 'Voicing the top: seven braces, one ear',
    description:
      'The spruce is glued up and far too stiff. Today the braces come down shaving by shaving, tapping after each pass, until the top rings instead of knocking. If it goes well we string it up on Saturday.',
    category: 'craft',
    tags: ['luthier', 'guitar', 'hand tools'],
    rate: '0.0005',
    picture: 'craft-soundboard',
    previewSeconds: 60,
    featured: true,
    minutes: 96,
    watching: 19,
  },
  {
    by: 'kodaikanal_sky',
    title: 'Saturn at opposition, if the clouds stay in the valley',
    description:
      'Rings nearly edge-on, four moons in one field. We stack frames as they come in and answer every question. Free, as always when the sky is this good.',
    category: 'sky',
    tags: ['astronomy', 'saturn', 'telescope'],
    rate: '0',
    picture: 'sky-saturn',
    minutes: 143,
    watching: 24,
  },
  {
    by: 'anahita_codes',
    title: 'The allocator fragments after nine hours. Tonight we find out why',
    description:
      'A heap dump, a replay of 40 million calls and no theory yet. We draw the heap cell by cell until the pattern shows itself.',
    category: 'code',
    tags: ['systems', 'allocator', 'debugging'],
    rate: '0.00025',
    picture: 'code-heap',
    previewSeconds: 120,
    minutes: 71,
    watching: 14,
  },
  {
    by: 'sixty_four',
    title: 'Rook endings that looked drawn: your games',
    description:
      'You sent forty-one. We take the nine that could still be won, and find the move where the half point went.',
    category: 'chess',
    tags: ['endgame', 'lesson', 'viewer games'],
    rate: '0.0004',
    picture: 'chess-endgame',
    previewSeconds: 90,
    minutes: 38,
    watching: 11,
  },
  {
    by: 'dum_and_daughters',
    title: 'Dum tonight: forty portions, one sealed pot',
    description: 'The dough seal is on, and nobody lifts it for an hour, whatever Meher says. Spices, rice, arguments.',
    category: 'kitchen',
    tags: ['biryani', 'lucknow', 'dinner service'],
    rate: '0.0003',
    picture: 'kitchen-spices',
    previewSeconds: 30,
    minutes: 54,
    watching: 16,
  },
  {
    by: 'slowkeys',
    title: 'Eight bars of Scarlatti until they breathe',
    description: 'Sonata in F minor, the bars that everybody rushes. Slow practice with the score on screen.',
    category: 'music',
    tags: ['piano', 'practice', 'scarlatti'],
    rate: '0.0001',
    picture: 'music-keys',
    previewSeconds: 60,
    minutes: 27,
    watching: 9,
  },
];

export const scheduled: ScheduledPlan[] = [
  {
    by: 'maya',
    title: 'Kalyani, slowly: an alapana without a clock',
    description: 'One raga, no kriti to hurry towards. I sing, then we go back over the phrases that you ask about.',
    category: 'music',
    tags: ['carnatic', 'vocal', 'kalyani'],
    rate: '0.0004',
    picture: 'music-voice',
    previewSeconds: 60,
    inHours: 3,
  },
  {
    by: 'lowtide_pots',
    title: 'Opening the kiln, whatever happened in it',
    description: 'Thirty-two bowls, a new ash glaze and a cone that fell over too early. We lift the lid together.',
    category: 'craft',
    tags: ['ceramics', 'kiln opening', 'glaze'],
    rate: '0.0003',
    picture: 'craft-bowl',
    previewSeconds: 120,
    inDays: 1,
    atHour: 10,
  },
  {
    by: 'nonna_ilse',
    title: 'Roggenbrot: der Sauerteig entscheidet',
    description: 'Zwei Tage Arbeit in drei Stunden. Wer mitbackt, setzt den Teig am Abend vorher an.',
    category: 'kitchen',
    tags: ['brot', 'sauerteig'],
    rate: '0.0002',
    picture: 'kitchen-loaf',
    previewSeconds: 60,
    inDays: 2,
    atHour: 14,
  },
  {
    by: 'fourframes',
    title: 'World six until the four frames are back',
    description: 'Attempts from the start, no resets before world three. Contains an eighties amount of pixel blood.',
    category: 'games',
    tags: ['speedrun', 'any%', 'attempts'],
    rate: '0.0001',
    picture: 'games-jump',
    previewSeconds: 30,
    inDays: 3,
    atHour: 19,
  },
  {
    by: 'harjit_draws',
    title: 'Life drawing: two hours, short poses',
    description:
      'A nude model, charcoal, ten poses from two to twenty minutes. Draw along and hold your sheet up at the end.',
    category: 'drawing',
    tags: ['life drawing', 'charcoal', 'draw along'],
    rate: '0.0005',
    picture: 'drawing-pears',
    previewSeconds: 0,
    viewerLimit: 60,
    mature: true,
    inDays: 5,
    atHour: 18,
  },
  {
    by: 'reed_and_heron',
    title: 'Dawn from the western hide, for those who follow',
    description:
      'A small round, so that the chat stays as quiet as the reeds. Bitterns have been booming since Tuesday.',
    category: 'outdoors',
    tags: ['birds', 'dawn', 'quiet'],
    rate: '0.0002',
    picture: 'outdoors-marsh',
    visibility: 'followers',
    inDays: 7,
    atHour: 5,
  },
  {
    by: 'sixty_four',
    title: 'Lesson four: opposition, with the Thursday group',
    description: 'For the four who booked it. Bring the positions from last week.',
    category: 'chess',
    tags: ['lesson', 'group'],
    rate: '0.00055',
    picture: 'chess-trio',
    viewerLimit: 4,
    visibility: 'private',
    inDays: 9,
    atHour: 17,
    invited: ['ravi', 'en_passant', 'emeka', 'devika'],
  },
  {
    by: 'contour_line',
    title: 'Drawing the Sella ridge: from field book to map',
    description: 'Two notebooks, one wet, become forty contour lines. We argue about where the path really goes.',
    category: 'outdoors',
    tags: ['maps', 'alps', 'cartography'],
    rate: '0.0003',
    picture: 'outdoors-contours',
    previewSeconds: 90,
    inDays: 13,
    atHour: 16,
  },
  {
    by: 'maya',
    title: 'Rehearsal with violin and mridangam',
    description:
      'Unlisted: for the people who will be in the hall on the 14th. Sound check first, then the whole second half.',
    category: 'music',
    tags: ['carnatic', 'rehearsal'],
    rate: '0.0004',
    picture: 'music-drum',
    visibility: 'unlisted',
    inDays: 11,
    atHour: 13,
  },
];

type Past = Pick<StreamPlan, 'title' | 'description' | 'picture' | 'rate'>;
type Show = Omit<StreamPlan, 'title' | 'description' | 'picture' | 'rate'> & { past: Past[] };

const shows: Show[] = [
  {
    by: 'maya',
    category: 'music',
    tags: ['carnatic', 'vocal'],
    previewSeconds: 60,
    past: [
      {
        title: 'Evening alapana: Bhairavi',
        description: 'Forty minutes of one raga, then your questions.',
        picture: 'music-voice',
        rate: '0.0004',
      },
      {
        title: 'Taking a kriti apart, line by line',
        description: 'Pallavi to charanam, with the notation on screen.',
        picture: 'music-strings',
        rate: '0.0004',
      },
      {
        title: 'Tala for people who lose the count',
        description: 'Adi, rupakam and khanda chapu, by hand.',
        picture: 'music-drum',
        rate: '0.0002',
      },
      {
        title: 'Ragas for rain',
        description: 'Amritavarshini, and why the window is open.',
        picture: 'music-voice',
        rate: '0.0003',
      },
    ],
  },
  {
    by: 'hollowbody',
    category: 'craft',
    tags: ['luthier', 'guitar'],
    previewSeconds: 60,
    past: [
      {
        title: 'Bending sides over the hot iron',
        description: 'Rosewood smells of roses only once.',
        picture: 'craft-soundboard',
        rate: '0.0005',
      },
      {
        title: 'A rosette from two hundred slivers',
        description: 'Tweezers, hide glue and slow breathing.',
        picture: 'music-strings',
        rate: '0.0005',
      },
      {
        title: 'First strings on number 117',
        description: 'Five months of work, and then it speaks.',
        picture: 'music-strings',
        rate: '0.0004',
      },
    ],
  },
  {
    by: 'kodaikanal_sky',
    category: 'sky',
    tags: ['astronomy', 'telescope'],
    past: [
      {
        title: 'The Moon’s terminator, crater by crater',
        description: 'Long shadows: the best night of the month to look.',
        picture: 'sky-moon',
        rate: '0',
      },
      {
        title: 'An hour of star trails, and what they tell',
        description: 'One camera, the pole, and the turning Earth.',
        picture: 'sky-trails',
        rate: '0.0001',
      },
      {
        title: 'Orion for beginners',
        description: 'Seven stars, a nursery and a giant that is dying.',
        picture: 'sky-constellation',
        rate: '0',
      },
    ],
  },
  {
    by: 'anahita_codes',
    category: 'code',
    tags: ['systems', 'debugging'],
    previewSeconds: 120,
    past: [
      {
        title: 'Writing a parser you will not regret',
        description: 'Recursive descent, errors first.',
        picture: 'code-tree',
        rate: '0.00025',
      },
      {
        title: 'One lock, two bugs',
        description: 'A deadlock that only happened on Tuesdays.',
        picture: 'code-editor',
        rate: '0.00025',
      },
      {
        title: 'A file system on an afternoon',
        description: 'Journals, barriers, and pulling the plug to see.',
        picture: 'code-heap',
        rate: '0.0002',
      },
    ],
  },
  {
    by: 'sixty_four',
    category: 'chess',
    tags: ['endgame', 'lesson'],
    previewSeconds: 90,
    past: [
      {
        title: 'King and pawn: the whole truth',
        description: 'Opposition, triangulation, and counting.',
        picture: 'chess-endgame',
        rate: '0.0004',
      },
      {
        title: 'Knights that travel',
        description: 'Manoeuvres, outposts and one tour of the board.',
        picture: 'chess-tour',
        rate: '0.0003',
      },
      {
        title: 'Bishops of the wrong colour',
        description: 'When the extra pawn is not enough, and when it is.',
        picture: 'chess-trio',
        rate: '0.0004',
      },
    ],
  },
  {
    by: 'fourframes',
    category: 'games',
    tags: ['speedrun', 'any%'],
    previewSeconds: 30,
    past: [
      {
        title: 'Routing the maze level with graph paper',
        description: 'Every corner counted.',
        picture: 'games-maze',
        rate: '0.0001',
      },
      {
        title: 'Personal best attempts, day nine',
        description: 'The splits do not lie.',
        picture: 'games-splits',
        rate: '0.0001',
      },
      {
        title: 'How the wall jump really works',
        description: 'Frame by frame through thirty-year-old code.',
        picture: 'games-jump',
        rate: '0.00015',
      },
    ],
  },
  {
    by: 'lowtide_pots',
    category: 'craft',
    tags: ['ceramics', 'wheel'],
    previewSeconds: 60,
    past: [
      {
        title: 'Forty bowls before the tide',
        description: 'The same bowl forty times, each a bit better.',
        picture: 'craft-bowl',
        rate: '0.0003',
      },
      {
        title: 'Handles, and why they crack',
        description: 'Pulled, scored, dried slowly.',
        picture: 'drawing-pears',
        rate: '0.0002',
      },
      {
        title: 'Mixing an ash glaze from seaweed',
        description: 'Burn it, sieve it, hope.',
        picture: 'craft-bowl',
        rate: '0.0003',
      },
    ],
  },
  {
    by: 'nonna_ilse',
    category: 'kitchen',
    tags: ['brot', 'backen'],
    previewSeconds: 60,
    past: [
      {
        title: 'Vinschgerl, wie meine Mutter',
        description: 'Roggen, Kümmel, Geduld.',
        picture: 'kitchen-loaf',
        rate: '0.0002',
      },
      {
        title: 'Weizen, weich wie ein Kissen',
        description: 'Striezel flechten, vier Stränge.',
        picture: 'kitchen-loaf',
        rate: '0.0002',
      },
      {
        title: 'Knödel aus altem Brot',
        description: 'Nichts wird weggeworfen.',
        picture: 'kitchen-noodles',
        rate: '0',
      },
    ],
  },
  {
    by: 'dum_and_daughters',
    category: 'kitchen',
    tags: ['lucknow', 'dinner service'],
    previewSeconds: 30,
    past: [
      {
        title: 'Galouti, and the hundred and sixty spices',
        description: 'We counted. It is thirty-one.',
        picture: 'kitchen-spices',
        rate: '0.0003',
      },
      {
        title: 'Friday service from the pass',
        description: 'Ninety covers and one burner down.',
        picture: 'kitchen-noodles',
        rate: '0.0003',
      },
      {
        title: 'Grinding the month’s masala',
        description: 'The whole street smells of it.',
        picture: 'kitchen-spices',
        rate: '0.0002',
      },
    ],
  },
  {
    by: 'harjit_draws',
    category: 'drawing',
    tags: ['painting', 'draw along'],
    previewSeconds: 60,
    past: [
      { title: 'Hills in six washes', description: 'Wet, wait, wet again.', picture: 'drawing-wash', rate: '0.0003' },
      {
        title: 'Still life with a borrowed jug',
        description: 'Cut paper before paint.',
        picture: 'drawing-pears',
        rate: '0.0003',
      },
      {
        title: 'Cutting the sea: a linoprint of waves',
        description: 'One block, three colours, no second chance.',
        picture: 'drawing-waves',
        rate: '0.0004',
      },
    ],
  },
  {
    by: 'sewn_by_odile',
    category: 'craft',
    tags: ['bookbinding', 'paper'],
    previewSeconds: 120,
    past: [
      {
        title: 'Coudre sur rubans, cahier par cahier',
        description: 'Onze cahiers, un seul fil.',
        picture: 'craft-binding',
        rate: '0.0003',
      },
      {
        title: 'Sauver un dictionnaire de 1911',
        description: 'Colle d’amidon et papier japon.',
        picture: 'craft-binding',
        rate: '0.0003',
      },
      {
        title: 'Papier marbré: la cuve et le hasard',
        description: 'Encres flottantes, une feuille à la fois.',
        picture: 'drawing-waves',
        rate: '0.0002',
      },
    ],
  },
  {
    by: 'reed_and_heron',
    category: 'outdoors',
    tags: ['birds', 'dawn'],
    past: [
      {
        title: 'First light over the reedbed',
        description: 'Sixty-one species before breakfast.',
        picture: 'outdoors-marsh',
        rate: '0.0001',
      },
      {
        title: 'Owls at the edge of the wood',
        description: 'Please whisper in the chat as well.',
        picture: 'outdoors-forest',
        rate: '0.0002',
      },
      {
        title: 'Cranes, going south',
        description: 'Eleven hundred in one evening.',
        picture: 'outdoors-marsh',
        rate: '0',
      },
    ],
  },
  {
    by: 'contour_line',
    category: 'outdoors',
    tags: ['maps', 'alps'],
    previewSeconds: 60,
    past: [
      {
        title: 'Walking what I drew: Monte Coglians',
        description: 'The path on the map is a stream today.',
        picture: 'outdoors-contours',
        rate: '0.0003',
      },
      {
        title: 'Naming a spring that has no name',
        description: 'Three villages, three opinions.',
        picture: 'outdoors-forest',
        rate: '0.0002',
      },
      {
        title: 'Hachures by hand',
        description: 'How a pen makes a mountain.',
        picture: 'outdoors-contours',
        rate: '0.0003',
      },
    ],
  },
  {
    by: 'slowkeys',
    category: 'music',
    tags: ['piano', 'practice'],
    previewSeconds: 60,
    past: [
      {
        title: 'Satie before breakfast',
        description: 'Three Gymnopédies, no coffee.',
        picture: 'music-keys',
        rate: '0.0001',
      },
      {
        title: 'Left hand alone, ninety minutes',
        description: 'Dull, and it works.',
        picture: 'music-keys',
        rate: '0',
      },
      {
        title: 'Requests, when my hands are warm',
        description: 'Ask for anything below grade eight.',
        picture: 'music-strings',
        rate: '0.0002',
      },
    ],
  },
];

/** What has been: every show's past streams. */
export const ended: StreamPlan[] = shows.flatMap(({ past, ...show }) => past.map((stream) => ({ ...show, ...stream })));

/**
 * Chains count at least so many decimals; the demo world does not know which chain it will be on.
 */
const LEAST_DECIMALS = 6;

/** A plan's rate as money. Every chain can pay it. */
export function rateOf(plan: StreamPlan): Amount {
  const rate = parseAmount(plan.rate);
  if (rate === null || rate % amountPerPlanck(LEAST_DECIMALS) !== 0n)
    throw new RangeError(`not a rate that every chain can pay: ${plan.rate}`);
  return rate;
}
