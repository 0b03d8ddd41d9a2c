import { type inferRouterInputs, type inferRouterOutputs } from '@trpc/server';
import { type AppRouter } from '../../server/trpc/root';

/** What the API answers, by router and procedure. */
export type Answers = inferRouterOutputs<AppRouter>;
/** What the API asks for, by router and procedure. */
export type Questions = inferRouterInputs<AppRouter>;

/** Who is signed in. */
export type Me = NonNullable<Answers['session']['me']['account']>;
/** A stream as lists show it. */
export type StreamSummary = Answers['discovery']['home']['live'][number];
/** A stream as its own page shows it. */
export type StreamDetail = Answers['discovery']['stream'];
/** A clip as lists show it. */
export type ClipSummary = Answers['clips']['ofCreator']['clips'][number];
/** A category with how much is going on in it. */
export type CategorySummary = Answers['discovery']['home']['categories'][number];
/** A creator in a list. */
export type CreatorSummary = Answers['discovery']['search']['creators']['items'][number];
/** A tag in a list. */
export type TagSummary = Answers['discovery']['search']['tags']['items'][number];
/** Somebody's public page. */
export type Profile = Answers['discovery']['profile'];
/** A stage as one of its viewers sees it. */
export type StageOf = Answers['stage']['of'];
/** A stage as its creator sees it. */
export type { Stage as StageHands } from '../../server/stage/read';
/** A stream's chat as somebody finds it. */
export type Chat = Answers['chat']['recent'];
/** One line of it. */
export type ChatLine = Chat['lines'][number];
/** Everything the settings page shows. */
export type Settings = Answers['account']['settings'];
/** Something that one was told. */
export type Notice = Answers['notifications']['list']['notices'][number];
/** A page of them. */
export type NoticePage = Answers['notifications']['list'];
/** A change of the account that its owner has to know of. */
export type SecurityNews = Settings['events'][number];
/** A creator's own stream, with what it brought in. */
export type DashboardStream = Answers['streams']['dashboard']['streams'][number];
/** A stream as its form fills it in. */
export type StreamDraft = Questions['streams']['create'];
