import { type Page } from 'playwright-core';

/** What a program that sends by WHIP was answered. */
export interface WhipAnswer {
  status: number;
  location: string | null;
  /** What it was told when it was refused. */
  body: string;
}

/** What the page keeps of the feed. */
interface FeedWindow {
  feed?: RTCPeerConnection;
  drawing?: ReturnType<typeof setInterval>;
}

/**
 * Chromium as such a program, on a page without scripts: it draws a picture that moves, makes a
 * tone, and posts its offer with the key.
 */
export async function sendByWhip(page: Page, server: string, key: string): Promise<WhipAnswer> {
  await page.goto(new URL('/healthz', server).href);
  return page.evaluate(
    async ({ server, key }) => {
      const here = window as unknown as FeedWindow;
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 360];
      const context = canvas.getContext('2d')!;
      let frame = 0;
      const draw = () => {
        frame += 1;
        context.fillStyle = `hsl(${(frame * 7) % 360} 80% 50%)`;
        context.fillRect(0, 0, 640, 360);
        context.fillStyle = 'white';
        context.fillRect((frame * 13) % 560, (frame * 7) % 280, 80, 80);
      };
      draw();
      here.drawing = setInterval(draw, 50);
      const sound = new AudioContext();
      const [tone, out] = [sound.createOscillator(), sound.createMediaStreamDestination()];
      tone.connect(out);
      tone.start();
      const connection = new RTCPeerConnection();
      here.feed = connection;
      const stream = new MediaStream([...canvas.captureStream(20).getTracks(), ...out.stream.getTracks()]);
      for (const track of stream.getTracks())
        connection.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
      await connection.setLocalDescription(await connection.createOffer());
      if (connection.iceGatheringState !== 'complete')
        await new Promise<void>((done) => {
          connection.addEventListener('icegatheringstatechange', () => {
            if (connection.iceGatheringState === 'complete') done();
          });
        });
      const answer = await fetch(server, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${key}` },
        body: connection.localDescription?.sdp ?? '',
      });
      const body = await answer.text();
      if (answer.status === 201) await connection.setRemoteDescription({ type: 'answer', sdp: body });
      return { status: answer.status, location: answer.headers.get('location'), body };
    },
    { server, key },
  );
}

/** Stops as a program does that was told to. */
export function stopByWhip(page: Page, server: string, key: string, location: string): Promise<number> {
  return page.evaluate(
    async ({ address, key }) => {
      const headers = { authorization: `Bearer ${key}` };
      const answer = await fetch(address, { method: 'DELETE', headers });
      const { feed, drawing } = window as unknown as FeedWindow;
      feed?.close();
      clearInterval(drawing);
      return answer.status;
    },
    { address: new URL(location, server).href, key },
  );
}

/** How the program's connection to the media server stands. */
export function connectionOf(page: Page): Promise<string> {
  return page.evaluate(() => (window as unknown as FeedWindow).feed?.connectionState ?? 'none');
}
