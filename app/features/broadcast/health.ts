import { says } from '../../../texts/says';
import { type HealthRating } from '../../ui/Health';
import { type Figures } from './figures';

const LOSS = { fair: 0.03, bad: 0.08 };
const ROUND_TRIP_MS = { fair: 350, bad: 800 };
/** The share of the time in which the picture is made worse. */
const LIMITED = { fair: 0.3, bad: 0.8 };
/** Below this share of the frames that were taken, movement is no longer smooth. */
const SENT = { fair: 0.8, bad: 0.5 };
const DIM_FRAMES = 12;

/**
 * The rating of what goes out; `settling` in the first seconds, when a connection still learns what
 * it can carry.
 */
export function rateHealth(figures: Figures, settling: boolean): HealthRating {
  const { sendsPicture, sendsSound, wanted, lost, roundTripMs, limited } = figures;
  if (!sendsPicture && !sendsSound)
    return rating(
      'bad',
      says('Nothing is sent'),
      says('Turn on your camera, your microphone or your screen. Nobody pays meanwhile.'),
    );
  if (sendsPicture && !wanted)
    return rating(
      'resting',
      says('Ready'),
      says('No picture is sent while nobody watches. It starts by itself with the first viewer.'),
    );
  if (settling)
    return rating('resting', says('Starting'), says('The connection is finding out how much it can carry.'));
  const network = worst(over(lost, LOSS), over(roundTripMs, ROUND_TRIP_MS), over(limited.bandwidth, LIMITED));
  const computer = worst(over(limited.cpu, LIMITED));
  const smooth = worst(under(sentShare(figures), SENT));
  if (network === 'bad' || (network === 'fair' && computer !== 'bad')) return networkVerdict(network, figures);
  if (computer !== 'good')
    return rating(
      computer,
      says('Your computer is busy'),
      says(
        'It cannot encode the picture fast enough. Close other programs and tabs, or share the screen or the camera alone.',
      ),
    );
  if (smooth !== 'good')
    return rating(
      smooth,
      says('Frames are dropped'),
      says('Movement may stutter for viewers. Close other programs and tabs.'),
    );
  if (sendsPicture && (figures.takenPerSecond ?? DIM_FRAMES) < DIM_FRAMES)
    return rating(
      'fair',
      says('Few pictures'),
      says('The camera gives few pictures a second. More light often helps.'),
    );
  return rating(
    'good',
    says('Good'),
    sendsPicture ? says('Viewers get a smooth picture.') : says('Viewers hear you. There is no picture.'),
  );
}

function networkVerdict(tone: Tone, { lost, limited }: Figures): HealthRating {
  if ((lost ?? 0) >= LOSS.fair)
    return rating(
      tone,
      says('Your network loses data'),
      says('The picture may stutter. Use a cable or move closer to the router, and stop other uploads.'),
    );
  if (limited.bandwidth >= LIMITED.fair)
    return rating(
      tone,
      says('Your network is slow'),
      says('The picture is sent smaller than it could be. Stop other uploads, or use a cable.'),
    );
  return rating(
    tone,
    says('Your network is far away'),
    says('Viewers see you a little later than usual. A VPN is often the reason.'),
  );
}

type Tone = 'good' | 'fair' | 'bad';

function rating(tone: HealthRating['tone'], word: string, advice: string): HealthRating {
  return { tone, word, advice };
}

/** A screen is sent when it changes, so nothing is told of frames that were not taken. */
function sentShare({ dropped, framesPerSecond, takenPerSecond }: Figures): number | null {
  if (framesPerSecond === null || !takenPerSecond || dropped === 0) return null;
  return framesPerSecond / takenPerSecond;
}

function over(value: number | null, { fair, bad }: { fair: number; bad: number }): Tone {
  return value === null || value < fair ? 'good' : value < bad ? 'fair' : 'bad';
}

function under(value: number | null, { fair, bad }: { fair: number; bad: number }): Tone {
  return value === null || value >= fair ? 'good' : value >= bad ? 'fair' : 'bad';
}

function worst(...tones: Tone[]): Tone {
  return tones.includes('bad') ? 'bad' : tones.includes('fair') ? 'fair' : 'good';
}
