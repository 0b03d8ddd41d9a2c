import { type RestreamFailure, type Restreamer, type RestreamTo } from '../deps';

/** What one other site was sent. */
interface Sent extends RestreamTo {
  chunks: string[];
  ended: boolean;
}

/** Other sites of a test: they take everything, unless they are told to fail. */
export interface FakeRestreamer extends Restreamer {
  sent: Sent[];
  failWith: RestreamFailure | null;
}

export function fakeRestreamer(): FakeRestreamer {
  const fake: FakeRestreamer = {
    on: true,
    sent: [],
    failWith: null,
    accepts: (address) => address.startsWith('rtmp://live.example.org/'),
    async send(to, { bytes }, { signal, sending }) {
      const one: Sent = { ...to, chunks: [], ended: false };
      fake.sent.push(one);
      if (fake.failWith) return fake.failWith;
      sending();
      try {
        for await (const chunk of bytes) {
          if (signal.aborted) break;
          one.chunks.push(Buffer.from(chunk).toString());
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      one.ended = true;
      return 'ended';
    },
  };
  return fake;
}
