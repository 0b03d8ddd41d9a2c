import { type TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { type ErrorCode } from '../sdk/error-codes';
import { say } from '../texts/i18n';
import { says } from '../texts/says';
import { i18nIn } from './i18n';

/**
 * How a domain says no, and what a person is told when it does. Exhaustive: a code without its
 * sentence does not compile.
 */
const outcomes = {
  notSignedIn: { trpc: 'UNAUTHORIZED', message: says('Sign in to do that.') },
  notAllowed: { trpc: 'FORBIDDEN', message: says('You may not do that.') },
  foreignOrigin: { trpc: 'FORBIDDEN', message: says('That request came from another site, so nothing was done.') },
  notFound: { trpc: 'NOT_FOUND', message: says('That does not exist, or is not for you to see.') },
  tooManyCalls: {
    trpc: 'BAD_REQUEST',
    message: says('At most ten calls go into one request. Nothing of it was done.'),
  },
  tooLarge: { trpc: 'PAYLOAD_TOO_LARGE', message: says('That is more than we accept at once. Nothing was done.') },
  malformed: { trpc: 'BAD_REQUEST', message: says('That is not what we expected.') },
  wrongContentType: { trpc: 'UNSUPPORTED_MEDIA_TYPE', message: says('That is not of the type that is taken here.') },
  numberTooLong: { trpc: 'BAD_REQUEST', message: says('A number has at most 40 digits. Nothing was done.') },
  tooManyFollowed: {
    trpc: 'TOO_MANY_REQUESTS',
    message: says('More is followed from here than we can keep up with. Close a page, then try again.'),
  },
  tooBusy: {
    trpc: 'SERVICE_UNAVAILABLE',
    message: says('Many people sign in just now. Nothing was changed. Try again in a few seconds.'),
  },
  tooManyTries: { trpc: 'TOO_MANY_REQUESTS', message: says('Too many tries. Wait a little, then try again.') },

  proofNeeded: {
    trpc: 'FORBIDDEN',
    message: says('Prove first that it is you: by your password, or by a wallet that is linked to this account.'),
  },
  walletNotLinked: {
    trpc: 'FORBIDDEN',
    message: says('That wallet is not linked to this account. Take one that is, or your password.'),
  },
  walletTooNew: {
    trpc: 'FORBIDDEN',
    message: says(
      'That wallet was linked less than a day ago, so it cannot speak for you yet. Take your password or an older wallet.',
    ),
  },
  wrongCredentials: { trpc: 'UNAUTHORIZED', message: says('That name and password do not belong together.') },
  wrongPassword: { trpc: 'UNAUTHORIZED', message: says('That is not your current password. Nothing was changed.') },
  handleTaken: { trpc: 'CONFLICT', message: says('That name is taken. Choose another.') },
  handleReserved: { trpc: 'CONFLICT', message: says('That name is reserved. Choose another.') },
  nameImitates: {
    trpc: 'CONFLICT',
    message: says('That name looks like the name of a creator here, or like the site’s own. Choose another.'),
  },
  titleImitates: {
    trpc: 'CONFLICT',
    message: says('That title reads as if the site itself were speaking. Choose another.'),
  },
  emailTaken: { trpc: 'CONFLICT', message: says('That e-mail address cannot be used here.') },
  passwordTooCommon: {
    trpc: 'BAD_REQUEST',
    message: says('That password is among the most used ones. Choose another.'),
  },
  badAddress: { trpc: 'BAD_REQUEST', message: says('That is not a wallet address that we know.') },
  challengeUnknown: { trpc: 'BAD_REQUEST', message: says('This wallet request is not one of ours. Start again.') },
  challengeUsed: { trpc: 'CONFLICT', message: says('This wallet request was already used. Start again.') },
  challengeExpired: {
    trpc: 'BAD_REQUEST',
    message: says('This wallet request is older than five minutes. Start again.'),
  },
  badSignature: {
    trpc: 'UNAUTHORIZED',
    message: says('The signature does not fit the wallet and the text. Nothing was done.'),
  },
  walletTaken: { trpc: 'CONFLICT', message: says('That wallet belongs to another account.') },
  lastCredential: {
    trpc: 'CONFLICT',
    message: says('This is the only way to sign in to your account. Add a password or another wallet first.'),
  },
  notConfirmed: { trpc: 'BAD_REQUEST', message: says('That is not your name here. Nothing was deleted.') },
  accountOwesStreams: { trpc: 'CONFLICT', message: says('End or cancel your streams first, then delete the account.') },

  notCreator: { trpc: 'FORBIDDEN', message: says('Open your dashboard once to become a creator, then try again.') },
  unknownCategory: { trpc: 'BAD_REQUEST', message: says('That category does not exist.') },
  streamInPast: { trpc: 'BAD_REQUEST', message: says('That time has passed. Choose one in the future.') },
  streamNotEditable: { trpc: 'CONFLICT', message: says('A stream that has ended cannot be changed.') },
  priceFixedWhileLive: {
    trpc: 'CONFLICT',
    message: says('The price stays as it is while the stream is live: people agreed to it when they joined.'),
  },
  tooManyScheduled: { trpc: 'CONFLICT', message: says('You have 50 streams scheduled. Cancel one first.') },
  seriesNeedsTime: { trpc: 'BAD_REQUEST', message: says('A stream that repeats needs a day and a time.') },
  seriesEndsBefore: {
    trpc: 'BAD_REQUEST',
    message: says('It would end before its first day. Choose a later last day.'),
  },
  streamNeedsPassword: { trpc: 'BAD_REQUEST', message: says('Type the password that opens this stream.') },
  tooManyReminders: { trpc: 'CONFLICT', message: says('You have 200 reminders. Take one back first.') },
  noSuchPerson: { trpc: 'NOT_FOUND', message: says('Nobody here has that name.') },
  inviteSelf: { trpc: 'BAD_REQUEST', message: says('It is your stream: you need no invitation.') },
  tooManyInvites: { trpc: 'CONFLICT', message: says('At most 500 people can be invited to a stream.') },
  notAPicture: {
    trpc: 'BAD_REQUEST',
    message: says('That is no picture that we can read. Choose a JPEG, PNG, WebP, AVIF or GIF. Nothing was changed.'),
  },
  pictureTooLarge: {
    trpc: 'PAYLOAD_TOO_LARGE',
    message: says('That picture is too large. Choose one of up to 10 MB and 50 megapixels. Nothing was changed.'),
  },
  noPicture: { trpc: 'BAD_REQUEST', message: says('Choose a picture first.') },
  followSelf: { trpc: 'BAD_REQUEST', message: says('You cannot follow yourself.') },
  linkUnknown: {
    trpc: 'NOT_FOUND',
    message: says('This link is not good: it was used already, is too old, or is not whole. Nothing was changed.'),
  },
  mailOff: { trpc: 'PRECONDITION_FAILED', message: says('This site sends no mail, so that does not work here.') },
  nothingToConfirm: { trpc: 'CONFLICT', message: says('There is no address that waits to be confirmed.') },
  pushOff: { trpc: 'PRECONDITION_FAILED', message: says('This site does not push.') },
  pushRefused: { trpc: 'BAD_REQUEST', message: says('The push service of this browser is none that we can write to.') },

  paymentsNotSetUp: { trpc: 'PRECONDITION_FAILED', message: says('Payments are not set up on this site yet.') },
  chainAway: {
    trpc: 'SERVICE_UNAVAILABLE',
    message: says('The chain does not answer just now. Nothing was sent. Try again in a minute.'),
  },
  moneyNotKnown: {
    trpc: 'SERVICE_UNAVAILABLE',
    message: says(
      'The chain has not answered yet, so this site does not know what its money is. Nothing was saved. Try again in a minute; what is free can be saved at once.',
    ),
  },
  finerThanChain: {
    trpc: 'BAD_REQUEST',
    message: says('That is finer than the chain counts its money. Nothing was saved.'),
  },
  notEnoughMoney: {
    trpc: 'CONFLICT',
    message: says('This wallet does not hold enough for that and the fee of the chain. Nothing was sent.'),
  },
  purseAlreadyOpen: {
    trpc: 'CONFLICT',
    message: says('This wallet has an open purse already. Top it up, or change its key and limits.'),
  },
  purseNotOpen: { trpc: 'CONFLICT', message: says('This wallet has no open purse.') },
  purseClosing: {
    trpc: 'CONFLICT',
    message: says('This purse is being closed. Keep it open first, or wait until it is closed.'),
  },
  purseNotClosing: { trpc: 'CONFLICT', message: says('Nobody has asked to close this purse.') },
  closingTooEarly: {
    trpc: 'CONFLICT',
    message: says('This purse cannot be closed yet: creators still have time to collect what was signed for.'),
  },
  outstandingSeconds: {
    trpc: 'CONFLICT',
    message: says(
      'Some seconds are signed for and not settled yet. They are being settled now; try again in a minute.',
    ),
  },
  watchingNow: {
    trpc: 'CONFLICT',
    message: says('This purse is paying for a stream right now. Leave the stream, then close the purse.'),
  },
  windowOpen: {
    trpc: 'CONFLICT',
    message: says(
      'Somebody is collecting by themselves what this purse owes them. It can be closed when that is paid, which this site sees to at the end of the delay.',
    ),
  },
  limitsRefused: {
    trpc: 'BAD_REQUEST',
    message: says('The contract does not take these limits. Check them and try again.'),
  },
  expiryInPast: {
    trpc: 'BAD_REQUEST',
    message: says(
      'That end has passed by the time of the chain, which may differ from your clock. Choose a later one.',
    ),
  },
  expiryTooFar: { trpc: 'BAD_REQUEST', message: says('A key may be good for a year at most. Choose an earlier end.') },
  badShareAddress: { trpc: 'BAD_REQUEST', message: says('One of these addresses is none that we know.') },
  transferFailed: {
    trpc: 'CONFLICT',
    message: says(
      'The chain would not pay that out. An account that is new on the chain needs a little more to exist at all.',
    ),
  },
  sessionKeyRefused: {
    trpc: 'BAD_REQUEST',
    message: says('The contract does not take this session key. Make a new one.'),
  },
  tooManyKeys: {
    trpc: 'CONFLICT',
    message: says('The key was changed too often in a short time. Wait until the oldest change has settled.'),
  },
  splitRefused: {
    trpc: 'BAD_REQUEST',
    message: says('The contract does not take this split. Parts go to others, each once, and come to at most 100 %.'),
  },
  nothingToWithdraw: { trpc: 'CONFLICT', message: says('There is nothing to withdraw.') },
  tooLittleToSend: {
    trpc: 'CONFLICT',
    message: says(
      'It is too little to be sent yet: what sending costs would take too much of it. It stays yours and grows.',
    ),
  },
  walletEmpty: {
    trpc: 'CONFLICT',
    message: says(
      'The chain does not know this wallet, because it holds nothing. Send it a little of the chain’s money, then ask again.',
    ),
  },
  walletUnmapped: {
    trpc: 'CONFLICT',
    message: says(
      'This chain pays a wallet only after the wallet has signed itself in there. Put a little of its money on the wallet, then withdraw yourself.',
    ),
  },
  sendingAlready: { trpc: 'CONFLICT', message: says('It is being sent already.') },
  contractRefuses: { trpc: 'CONFLICT', message: says('The contract refuses that. Nothing was sent.') },
  transactionTooOld: { trpc: 'CONFLICT', message: says('That took too long, so nothing was sent. Start again.') },
  alreadySent: {
    trpc: 'CONFLICT',
    message: says('The same was sent already. It stands in the history when it is final.'),
  },
  foreignSignature: {
    trpc: 'BAD_REQUEST',
    message: says('The signature is not on what was prepared, so nothing was sent. Start again.'),
  },
  noFaucet: { trpc: 'NOT_FOUND', message: says('There is no faucet on this chain.') },
  faucetNotNeeded: { trpc: 'CONFLICT', message: says('This wallet has enough for trying things out.') },

  // raids
  raidTarget: {
    trpc: 'CONFLICT',
    message: says('Viewers cannot be sent there: it is not live by now. Choose another stream.'),
  },

  // stage
  notWatching: {
    trpc: 'CONFLICT',
    message: says('You raise your hand while you watch. Open the stream, then raise it.'),
  },
  keptFromStage: {
    trpc: 'FORBIDDEN',
    message: says('You cannot come on stage here just now. You can go on watching.'),
  },
  notInvited: {
    trpc: 'CONFLICT',
    message: says('The invitation is over. Nothing was sent from you. Raise your hand to be invited again.'),
  },
  stageFull: {
    trpc: 'CONFLICT',
    message: says('Four guests are on stage or invited. End a turn first, then invite again.'),
  },

  // viewing
  streamNotLive: { trpc: 'CONFLICT', message: says('This stream is not live.') },
  followersOnly: { trpc: 'FORBIDDEN', message: says('This stream is for followers. Follow its creator, then watch.') },
  passwordNeeded: { trpc: 'FORBIDDEN', message: says('This stream opens with a password.') },
  wrongStreamPassword: { trpc: 'FORBIDDEN', message: says('That is not the password of this stream.') },
  adultsOnly: { trpc: 'FORBIDDEN', message: says('This stream is for adults. Say that you are one, then watch.') },
  banned: { trpc: 'FORBIDDEN', message: says('This creator keeps you out of their streams.') },
  streamFull: {
    trpc: 'CONFLICT',
    message: says('This stream has as many viewers as it takes. Try again in a little while.'),
  },
  notInLine: { trpc: 'CONFLICT', message: says('Your place in the line was given up. Stand in line again.') },
  networkCrowded: {
    trpc: 'TOO_MANY_REQUESTS',
    message: says('As many people as can be watch from your network without an account. Sign in to watch.'),
  },
  watchingElsewhere: {
    trpc: 'CONFLICT',
    message: says('You are watching this stream in another tab or browser. It goes on there.'),
  },
  voucherTooFast: {
    trpc: 'CONFLICT',
    message: says('That signs for more seconds than have passed. It was not counted.'),
  },
  voucherRefused: {
    trpc: 'BAD_REQUEST',
    message: says(
      'That signature does not pay for this stream, so it was not counted. Leave the stream and join it again.',
    ),
  },

  // broadcasting
  alreadyLive: {
    trpc: 'CONFLICT',
    message: says('You are live with another stream. End it first, then start this one.'),
  },
  payeeMissing: {
    trpc: 'CONFLICT',
    message: says('Link a wallet first: the seconds that people watch are paid to it. Or make the stream free.'),
  },
  payeeChanged: {
    trpc: 'CONFLICT',
    message: says(
      'Seconds would be paid to another wallet than this page showed, so nothing was started. Look at who is paid, then go live again.',
    ),
  },
  streamOver: { trpc: 'CONFLICT', message: says('This stream has ended. Create another one to go live again.') },
  mediaAway: {
    trpc: 'SERVICE_UNAVAILABLE',
    message: says('The media server does not answer just now, so nothing was started. Try again in a minute.'),
  },
  streamKeyUnknown: {
    trpc: 'UNAUTHORIZED',
    message: says(
      'This stream key is not good: it was replaced or revoked, or is not whole. Make one in your dashboard.',
    ),
  },
  tooManyStreamKeys: { trpc: 'CONFLICT', message: says('You have 20 stream keys. Revoke one first.') },
  feedRunning: {
    trpc: 'CONFLICT',
    message: says(
      'Something is being sent to this stream already, from another program or a page. Stop that first. One that lost its connection is let go within half a minute.',
    ),
  },
  noStreamToFeed: {
    trpc: 'CONFLICT',
    message: says('There is no stream to begin yet. Plan your first one in your dashboard, then start again.'),
  },
  offerRefused: {
    trpc: 'BAD_REQUEST',
    message: says('The media server could not take what this program offers to send. Nothing was started.'),
  },

  // sending on
  tooManyRestreams: { trpc: 'CONFLICT', message: says('You have 5 other sites. Remove one first.') },
  restreamAddressRefused: {
    trpc: 'BAD_REQUEST',
    message: says(
      'Nothing is sent to this address. It begins with rtmp:// or rtmps://, names a public site, and has a word behind it, such as rtmp://live.example.org/app.',
    ),
  },
  restreamUnavailable: {
    trpc: 'PRECONDITION_FAILED',
    message: says('Streams cannot be sent on to other sites here: this server is not set up for it.'),
  },

  // videos
  videoType: {
    trpc: 'UNSUPPORTED_MEDIA_TYPE',
    message: says('That is no kind of video that is taken here. Choose an MP4, WebM, Matroska or QuickTime file.'),
  },
  videoTooLarge: { trpc: 'PAYLOAD_TOO_LARGE', message: says('A file of a video is at most 20 GiB.') },
  videoQuotaReached: {
    trpc: 'CONFLICT',
    message: says('There is no room left for that. Remove a video that you do not need any more, then go on.'),
  },
  videoNotReceiving: {
    trpc: 'CONFLICT',
    message: says('Nothing can be added to this video any more: all of it is here.'),
  },
  serverRecordsNothing: {
    trpc: 'PRECONDITION_FAILED',
    message: says(
      'This site records no streams on its server. Record in your browser, or in the program that you send with.',
    ),
  },
  feedNotRecordable: {
    trpc: 'CONFLICT',
    message: says('What you send is of a kind that is not recorded here. Send H.264, VP8 or VP9, then start again.'),
  },
  videoEmpty: { trpc: 'CONFLICT', message: says('Nothing of this video has arrived. Send it first, or remove it.') },
  tooManyUploads: {
    trpc: 'CONFLICT',
    message: says('You have 50 uploads that are not done. Finish or remove one first.'),
  },
  tooManyParts: { trpc: 'CONFLICT', message: says('This recording was begun anew too often. Nothing was added.') },
  tooManyCaptions: { trpc: 'CONFLICT', message: says('A video has captions in at most 40 languages.') },
  captionsUnreadable: {
    trpc: 'BAD_REQUEST',
    message: says('That is not a WebVTT file that we can read. Nothing was saved.'),
  },
  uploadRefused: {
    trpc: 'FORBIDDEN',
    message: says('This upload was not begun by you, or was begun already. Load the page again, then go on.'),
  },
  uploadIncomplete: { trpc: 'CONFLICT', message: says('Not all of that file has arrived yet. Go on sending it.') },
  noSourceStream: {
    trpc: 'CONFLICT',
    message: says('This video was not recorded of a stream, so it cannot be as its stream is.'),
  },

  // clips
  clipsForbidden: { trpc: 'FORBIDDEN', message: says('The creator wants no clips of this video.') },
  clipLength: { trpc: 'BAD_REQUEST', message: says('A clip is five seconds long at least, and a minute at most.') },
  clipNotOwned: {
    trpc: 'FORBIDDEN',
    message: says('A clip holds only seconds that you watched, or that are free. Nothing was cut.'),
  },
  clipsUsedUp: {
    trpc: 'CONFLICT',
    message: says(
      'Clips show as much of this video as they may: a tenth of it, and five minutes at most. A part that is in one already can be cut again.',
    ),
  },
  clipsNoRoom: { trpc: 'CONFLICT', message: says('The creator has no room left for clips. Nothing was cut.') },
  tooManyClips: {
    trpc: 'CONFLICT',
    message: says('You have made ten clips of this video. Delete one of them first.'),
  },

  // moderation
  accountSuspended: {
    trpc: 'FORBIDDEN',
    message: says('This account is suspended, so nobody can sign in to it. Write to the people who run this site.'),
  },
  streamTakenDown: {
    trpc: 'FORBIDDEN',
    message: says('The people who run this site took this stream down, so it cannot go live.'),
  },
  mayNotModerate: {
    trpc: 'FORBIDDEN',
    message: says(
      'That person keeps order here too, or it is their channel. Only its creator can do that to a moderator.',
    ),
  },
  tooManyModerators: { trpc: 'CONFLICT', message: says('At most 100 people can keep order in a channel.') },
  moderateSelf: { trpc: 'BAD_REQUEST', message: says('That is you. Choose somebody else.') },
  timedOut: { trpc: 'FORBIDDEN', message: says('You cannot write here just now. You can go on watching.') },
  slowMode: {
    trpc: 'TOO_MANY_REQUESTS',
    message: says('Messages are spaced out here. Wait a moment, then send it again.'),
  },
  writingFollowersOnly: { trpc: 'FORBIDDEN', message: says('Only followers write here. Follow, then send it again.') },
  writingPaidOnly: {
    trpc: 'FORBIDDEN',
    message: says('Only people who have paid for some time of these streams write here.'),
  },
  writingKnownOnly: {
    trpc: 'FORBIDDEN',
    message: says(
      'Only people who are known here write just now: who wrote on an earlier day, or paid for ten minutes.',
    ),
  },
  linksRefused: {
    trpc: 'BAD_REQUEST',
    message: says('Links are not sent here. Take the link out, then send it again.'),
  },
  wordsRefused: {
    trpc: 'BAD_REQUEST',
    message: says('That has a word that is not used here. Say it in another way, then send it again.'),
  },
  tooManyHeld: {
    trpc: 'TOO_MANY_REQUESTS',
    message: says('Several messages of yours wait for a moderator already. Wait until they are looked at.'),
  },
  mentionImitates: {
    trpc: 'BAD_REQUEST',
    message: says(
      'That mentions a name that looks like somebody else’s. Type the name as it is written on their page.',
    ),
  },
  badPattern: {
    trpc: 'BAD_REQUEST',
    message: says('That is not a pattern that we can read. Lookaround and back references are not known here.'),
  },
  patternTooCostly: {
    trpc: 'BAD_REQUEST',
    message: says('That pattern is too large, or it finds something in every message. Make it smaller and more exact.'),
  },
  tooManyWords: { trpc: 'CONFLICT', message: says('At most 500 words and 20 patterns. Take one out first.') },
  decidedAlready: { trpc: 'CONFLICT', message: says('Somebody has decided that already. Load the page again.') },
  reportedAlready: { trpc: 'CONFLICT', message: says('You have reported that already. It will be looked at.') },
  reportSelf: { trpc: 'BAD_REQUEST', message: says('That is yours. You need not report it.') },
  suspendedPassOver: {
    trpc: 'FORBIDDEN',
    message: says(
      'It is too long ago that you showed whose account this is. Sign in again, then send it. Nothing was lost.',
    ),
  },
  notBanned: { trpc: 'CONFLICT', message: says('No ban of yours is in force here, so there is nothing to answer.') },
  appealedAlready: { trpc: 'CONFLICT', message: says('You have answered this ban already. The creator will read it.') },
  blockSelf: { trpc: 'BAD_REQUEST', message: says('You cannot block yourself.') },
  tooManyBlocked: { trpc: 'CONFLICT', message: says('You have blocked 1,000 people. Unblock somebody first.') },

  // chat
  chatClosed: {
    trpc: 'CONFLICT',
    message: says('The chat is open from an hour before the stream begins to an hour after its end. Nothing was sent.'),
  },
  tooManyMentions: { trpc: 'BAD_REQUEST', message: says('At most five people can be mentioned at once.') },
} as const satisfies Record<ErrorCode, { trpc: TRPC_ERROR_CODE_KEY; message: string }>;

/**
 * A refusal that a person is told about. Everything else that is thrown is a defect: logged whole,
 * told as "something went wrong".
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: ErrorCode,
    /** When it makes sense to try again. */
    readonly retryAfterSeconds?: number,
    /**
     * Sentences with what was found in them, by the field that each stands beside; the first is
     * told in place of the code's own.
     */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(say(i18nIn('en'), Object.values(fields)[0] ?? outcomes[code].message));
  }
  /** What a person is told, to be said in their language. */
  get marked(): string {
    return Object.values(this.fields)[0] ?? outcomes[this.code].message;
  }
  get trpc(): TRPC_ERROR_CODE_KEY {
    return outcomes[this.code].trpc;
  }
}
