/** Somebody who goes live, and what they are known for. */
export interface Creator {
  handle: string;
  name: string;
  bio: string;
  links: { label: string; url: string }[];
  language: string;
  /** How long ago they joined, in days. */
  joined: number;
}

const site = (label: string, path: string) => ({ label, url: `https://${path}` });

/** The creators, each with a trade. Links lead to names that are reserved for examples. */
export const creators: Creator[] = [
  {
    handle: 'maya',
    name: 'Maya Raghunathan',
    bio: 'Carnatic vocalist. Slow alapanas on weekday evenings, kritis taken apart line by line on Sundays. Bring tea, ask about the gamakas.',
    links: [
      site('Concerts', 'maya-raghunathan.example/concerts'),
      site('Notation', 'maya-raghunathan.example/notation'),
    ],
    language: 'en',
    joined: 142,
  },
  {
    handle: 'hollowbody',
    name: 'Edvard Lind',
    bio: 'I build six archtops and four classical guitars a year, alone, by a cold window in Göteborg. You watch the one on the bench.',
    links: [site('The guitars', 'hollowbody.example')],
    language: 'en',
    joined: 131,
  },
  {
    handle: 'kodaikanal_sky',
    name: 'Senthil, Kodai Sky',
    bio: 'A 40 cm reflector at 2,300 metres, a warm jacket, and whatever the monsoon leaves us. Clear nights only. Questions from children first.',
    links: [site('Tonight’s forecast', 'kodaisky.example/tonight')],
    language: 'en',
    joined: 120,
  },
  {
    handle: 'anahita_codes',
    name: 'Anahita Vakil',
    bio: 'Writing an allocator, a file system and a small kernel in the open, one boring invariant at a time. No music, lots of thinking aloud.',
    links: [site('Notes', 'vakil.example/notes'), site('Source', 'vakil.example/source')],
    language: 'en',
    joined: 118,
  },
  {
    handle: 'sixty_four',
    name: 'Kwabena Osei',
    bio: 'Chess coach from Kumasi. Endgames, because that is where you lose. Send your worst draw and we will win it together.',
    links: [site('Lessons', 'sixtyfour.example/lessons')],
    language: 'en',
    joined: 110,
  },
  {
    handle: 'fourframes',
    name: 'Fourframes',
    bio: 'Speedruns of games older than me. Currently losing four frames somewhere in world six, and it is personal.',
    links: [site('Splits', 'fourframes.example/splits')],
    language: 'en',
    joined: 104,
  },
  {
    handle: 'lowtide_pots',
    name: 'Bríd Conneely',
    bio: 'Stoneware from a shed on the Connemara shore. I throw at low tide, glaze when it rains, and open the kiln live whatever happened in it.',
    links: [site('Shop', 'lowtide.example')],
    language: 'en',
    joined: 97,
  },
  {
    handle: 'nonna_ilse',
    name: 'Ilse Brandauer',
    bio: 'Eighty-one, baking since the age of nine. Rye, patience and strong opinions. My grandson holds the camera.',
    links: [site('Rezepte', 'brot-von-ilse.example')],
    language: 'de',
    joined: 90,
  },
  {
    handle: 'dum_and_daughters',
    name: 'Zehra, Dum & Daughters',
    bio: 'A Lucknow kitchen with three cooks who disagree about everything but the rice. Dinner service, live, as it happens.',
    links: [site('Menu', 'dumanddaughters.example/menu')],
    language: 'hi',
    joined: 86,
  },
  {
    handle: 'harjit_draws',
    name: 'Harjit Singh Bal',
    bio: 'Painter and printmaker. Two hours of drawing from life every Thursday; bring paper, you are not here to watch only.',
    links: [site('Prints', 'harjitdraws.example/prints')],
    language: 'en',
    joined: 80,
  },
  {
    handle: 'sewn_by_odile',
    name: 'Odile Mbarga',
    bio: 'Relieuse à Lyon. I sew, round, back and case in books that were about to be thrown away. Quiet streams, close camera.',
    links: [site('Atelier', 'cousu-par-odile.example')],
    language: 'fr',
    joined: 74,
  },
  {
    handle: 'reed_and_heron',
    name: 'Hanne Vos',
    bio: 'Dawn from a hide in the Biesbosch. Long silences, then a bittern. Checklists after every stream.',
    links: [site('Checklists', 'reedandheron.example/lists')],
    language: 'nl',
    joined: 69,
  },
  {
    handle: 'contour_line',
    name: 'Matteo Ferri',
    bio: 'I draw walking maps of the Carnic Alps and walk what I draw. Live where there is a signal, which is never where it is beautiful.',
    links: [site('Maps', 'contourline.example')],
    language: 'it',
    joined: 66,
  },
  {
    handle: 'slowkeys',
    name: 'Yuna Seo',
    bio: 'Piano practice, unedited: the same eight bars until they are right. Scarlatti, Satie, and requests when my hands are warm.',
    links: [site('Recordings', 'slowkeys.example')],
    language: 'en',
    joined: 63,
  },
];

/** Those who watch: handle and name. The first is the demo viewer. */
export const viewers: [handle: string, name: string][] = [
  ['ravi', 'Ravi Menon'],
  ['okapi', 'Okapi'],
  ['tamarind', 'Tamarind'],
  ['quietfern', 'Quiet Fern'],
  ['northlight', 'Northlight'],
  ['bergamot', 'Bergamot'],
  ['halfpast', 'Half Past'],
  ['lotte_v', 'Lotte Verhagen'],
  ['emeka', 'Emeka Nwosu'],
  ['pilar_r', 'Pilar Rojas'],
  ['jun_k', 'Jun Kobayashi'],
  ['saltmarsh', 'Saltmarsh'],
  ['ines_da_costa', 'Inês da Costa'],
  ['papercrane', 'Paper Crane'],
  ['mikkel', 'Mikkel Bach'],
  ['oldstring', 'Old String'],
  ['farrukh', 'Farrukh Aliev'],
  ['tidepool', 'Tidepool'],
  ['greta_h', 'Greta Holm'],
  ['nightbus', 'Night Bus'],
  ['padma_s', 'Padma Srinivasan'],
  ['weld_n_file', 'Weld & File'],
  ['oakgall', 'Oak Gall'],
  ['dariush', 'Dariush Kamali'],
  ['twelvebar', 'Twelve Bar'],
  ['marisol', 'Marisol Vega'],
  ['ferrous', 'Ferrous'],
  ['kiranjit', 'Kiranjit Kaur'],
  ['lichen', 'Lichen'],
  ['bo_lindqvist', 'Bo Lindqvist'],
  ['plumbline', 'Plumb Line'],
  ['amara_t', 'Amara Toure'],
  ['snowmelt', 'Snowmelt'],
  ['en_passant', 'En Passant'],
  ['tomasz', 'Tomasz Wilk'],
  ['kohl_and_ash', 'Kohl & Ash'],
  ['devika', 'Devika Nair'],
  ['lowbattery', 'Low Battery'],
  ['ottoline', 'Ottoline'],
  ['yesterbread', 'Yesterbread'],
];

/** The categories: slug, name, what is in it. */
export const categories: [slug: string, name: string, description: string][] = [
  ['music', 'Music', 'Concerts, practice rooms and lessons. Headphones are worth it.'],
  ['craft', 'Craft', 'Things made by hand, from the first cut to the last coat.'],
  ['kitchen', 'Kitchen', 'Dinner services, doughs that take two days, and recipes with reasons.'],
  ['code', 'Programming', 'People thinking aloud about software, and sometimes fixing it.'],
  ['sky', 'Sky and science', 'Telescopes, microscopes and the patience that both need.'],
  ['chess', 'Chess', 'Lessons, analysis, and endgames that were not as drawn as they looked.'],
  ['games', 'Games', 'Speedruns, mazes and other ways to be precise for no reason.'],
  ['drawing', 'Drawing and painting', 'Draw along: models, landscapes, prints and wet paper.'],
  ['outdoors', 'Outdoors', 'Hides, ridges and forests, in the weather that there is.'],
];
