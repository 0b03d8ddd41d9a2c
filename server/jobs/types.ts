import { type AccountId, type StreamId } from '../ids';

/** What followers, and whoever asked to be reminded, are told of a stream. */
export type StreamNews = 'wentLive' | 'scheduled' | 'reminder' | 'cancelled';

/** What is done later, by whichever process comes to it: each job with what it has to know. */
export interface JobData {
  /** Tells those who are to hear of a stream, a hundred at a time. */
  tellFollowers: {
    news: StreamNews;
    streamId: StreamId;
    /** The time that it was planned for when this was asked for; null where it matters no more. */
    plan: string | null;
    /** The last one who was told, in the order of ids. */
    after: AccountId | null;
  };
  /** Tells a creator of those who follow them since they were last told. */
  tellNewFollowers: { creatorId: AccountId };
  /** Sends notices out of the house. */
  deliver: { way: 'push' | 'mail'; notices: string[] };
  /** Sends the link by which an address is confirmed. */
  mailConfirmation: { accountId: AccountId };
  /** Sends the link by which a password is set anew, if the address is that of an account. */
  mailReset: { email: string };
  /** Says to the owner that the password was set anew. */
  mailResetDone: { accountId: AccountId };
  /** Says to a suspended person what was answered to them. */
  mailAppealAnswer: { restrictionId: string };
  /** Makes of the files of a video what can be played. */
  packageVideo: { videoId: StreamId };
  /** Makes a smaller size of a video that is ready. */
  makeRendition: { videoId: StreamId };
}

export type JobName = keyof JobData;
export type Job = { [Name in JobName]: { name: Name; data: JobData[Name] } }[JobName];

/** A job waits for those before it in its queue: what leaves the house has a queue of its own. */
export type QueueName = 'notices' | 'letters' | 'media' | 'renditions';

/** The queue of each job. */
export const QUEUE_OF = {
  tellFollowers: 'notices',
  tellNewFollowers: 'notices',
  deliver: 'letters',
  mailConfirmation: 'letters',
  mailReset: 'letters',
  mailResetDone: 'letters',
  mailAppealAnswer: 'letters',
  packageVideo: 'media',
  makeRendition: 'renditions',
} as const satisfies Record<JobName, QueueName>;

/** When a job is done, and by what it is known. */
export interface JobOptions {
  /** A job with the same key is the same job: asking for it again adds none. */
  key?: string;
  /** How many milliseconds from now on it is due. */
  inMs?: number;
}

/** Work that is put off until later and outlives a crash. */
export interface Jobs {
  /** Stands or falls with the transaction that asks for it. */
  enqueue(tx: JobTx, job: Job, options?: JobOptions): Promise<void>;
}

/** What of a transaction a queue needs: its statements run in it. */
export interface JobTx {
  $queryRawUnsafe<Result>(query: string, ...values: unknown[]): Promise<Result>;
}

/** A job that this process has at hand: nobody else gets it until it is given back or forgotten. */
export interface TakenJob {
  id: string;
  queue: QueueName;
  job: Job;
}

/** The same from the side of who does the work. */
export interface JobQueue extends Jobs {
  /** Makes what the queues are kept in, or brings it up to date; several processes may do so. */
  install(): Promise<void>;
  /** The next one that is due; null when none is, or when no more are to be begun. */
  take(queue: QueueName): Promise<TakenJob | null>;
  finish(taken: TakenJob): Promise<void>;
  /** It comes again, later each time, or was tried often enough and is given up. */
  fail(taken: TakenJob, error: unknown): Promise<void>;
  /**
   * Gives back what a process that died had at hand, and forgets what was done long ago. Returns
   * what was given up since.
   */
  maintain(): Promise<Job[]>;
  /** No more are begun. */
  stop(): void;
  close(): Promise<void>;
}
