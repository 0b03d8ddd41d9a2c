import { startShow, type Show } from '../scripts/demo-studio/show';
import { pause, type Actor } from './actor';

/**
 * A creator in Node who sends the demo studio's clock, and comes back as the studio's page does
 * when the connection is lost.
 */
export interface OnAir {
  end(): Promise<void>;
}

/** Goes live with a planned stream. */
export async function goLive({ trpc, address }: Actor, id: string): Promise<OnAir> {
  let ended = false;
  const connect = async (): Promise<Show> => {
    const { room } = await trpc.broadcast.start.mutate({ id, payee: address });
    const show = await startShow(room.url, room.token, 200);
    await trpc.broadcast.report.mutate({ id, flowing: true });
    return show;
  };
  let show = await connect();
  const holding = (async () => {
    while (!ended) {
      await pause(250);
      if (show.running() || ended) continue;
      await show.stop().catch(() => undefined);
      show = await connect().catch(() => show);
    }
  })();
  return {
    async end() {
      ended = true;
      await holding;
      await trpc.broadcast.end.mutate({ id });
      await show.stop().catch(() => undefined); // the room is closed already
    },
  };
}
