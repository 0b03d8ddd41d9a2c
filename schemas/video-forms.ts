import { type ChainMoney } from '../sdk/money';
import { captionInput, videoForm } from './videos';
import { z } from './zod';
import { says } from '../texts/says';

/** For whom a video is, as its form holds it: the price counts where it is one of its own. */
export const audienceForm = (money: ChainMoney | null) =>
  z.object({
    audience: z.enum(['asStream', 'own', 'free', 'followers', 'nobody'], says('Choose who may watch it.')),
    ratePerSecond: videoForm(money).shape.ratePerSecond,
  });

/** What is said of captions beside their file. */
export const captionFields = captionInput.omit({ text: true });
