import { type FragmentLoaderContext, type HlsConfig, type LoaderCallbacks, type LoaderContext } from 'hls.js';
import { expect, test } from 'vitest';
import { type Secure, securingLoader, spanOf } from './securing-loader';

/** Stands for the network: notes what is fetched, and answers nothing by itself. */
function world(secure: Secure) {
  const fetched: string[] = [];
  const told: string[] = [];
  class Base {
    stats = { aborted: false, loading: { start: 0, first: 0, end: 0 } };
    context = null;
    load(context: LoaderContext) {
      if (this.stats.loading.start) throw new Error('Loader can only be used once.');
      fetched.push(context.url);
    }
    abort() {
      told.push('inner aborted');
    }
    destroy() {
      told.push('inner destroyed');
    }
  }
  const Loader = securingLoader(Base as never, secure);
  const loader = new Loader({} as HlsConfig);
  const callbacks = {
    onSuccess: () => told.push('success'),
    onError: ({ code }: { code: number }) => told.push(`error ${code}`),
    onAbort: () => told.push('abort'),
    onTimeout: () => told.push('timeout'),
  } as unknown as LoaderCallbacks<FragmentLoaderContext>;
  const load = (frag: object, url = 'segment') =>
    loader.load({ url, frag: { ...FRAG, ...frag } } as never, {} as never, callbacks);
  return { loader, load, fetched, told };
}

const FRAG = { sn: 3, playlistOffset: 6.006, duration: 2.1, tagList: [['INF', '2.002']] };
const settled = () => new Promise((done) => setTimeout(done, 0));

test('a segment is fetched once its seconds are had, and not before', async () => {
  const asked: (readonly [number, number])[] = [];
  let give: () => void = () => undefined;
  const { load, fetched, loader } = world((from, to) => {
    asked.push([from, to]);
    return new Promise((resolve) => (give = resolve));
  });
  load({});
  await settled();
  expect(asked).toEqual([[6_006, 8_008]]);
  expect(fetched).toEqual([]);
  expect(loader.stats.loading.start).toBe(Infinity); // no time of loading yet
  give();
  await settled();
  expect(fetched).toEqual(['segment']);
});

test('what is read before segments is fetched at once, and nothing is secured for it', async () => {
  const { load, fetched } = world(() => Promise.reject(new Error('asked')));
  load({ sn: 'initSegment' }, 'init');
  await settled();
  expect(fetched).toEqual(['init']);
});

test('a segment that is given up while it waits is never fetched, and is told so once', async () => {
  let signal: AbortSignal | undefined;
  let give: () => void = () => undefined;
  const { loader, load, fetched, told } = world((_, __, given) => {
    signal = given;
    return new Promise((resolve) => (give = resolve));
  });
  load({});
  loader.abort();
  loader.abort();
  expect(signal?.aborted).toBe(true);
  give();
  await settled();
  loader.destroy();
  expect([fetched, told]).toEqual([[], ['abort', 'inner destroyed']]);
});

test('seconds that are refused are an error of the segment, with the status of what is not paid', async () => {
  const { load, fetched, told } = world(() => Promise.reject(new Error('closed')));
  load({});
  await settled();
  expect([fetched, told]).toEqual([[], ['error 402']]);
});

test('once it is fetched, giving it up is the other loader’s', async () => {
  const { loader, load, told } = world(() => Promise.resolve());
  load({});
  await settled();
  loader.abort();
  expect(told).toEqual(['inner aborted']);
});

test('the span of a segment is what its playlist says, whatever its pictures say', () => {
  expect(spanOf({ playlistOffset: 6.006, duration: 2.1, tagList: [['INF', '2.002']] })).toEqual([6_006, 8_008]);
  expect(spanOf({ playlistOffset: 4, duration: 2, tagList: [] })).toEqual([4_000, 6_000]);
});
