import { expect, test } from 'vitest';
import { later, SECOND } from '../clock';
import { type StreamId } from '../ids';
import { videoKey } from '../storage-key';
import { makePayer } from '../testing/factories';
import { makeStream, testDeps, type TestDeps } from '../testing/harness';
import { makeVideo } from '../testing/videos';
import { describeVideo } from './describe';

/** A recording of 20 seconds of a stream, of parts that begin so late in it. */
async function recording(deps: TestDeps, starts: number[], breaksAtMs: number[] = []) {
  const creator = await makePayer(deps, 1);
  const source = await makeStream(deps, { creatorId: creator.id, status: 'ended' });
  const { id, folder, index } = await makeVideo(deps, creator, { seconds: 20, sourceId: source.id });
  for (const [position, startsAtMs] of starts.entries()) {
    const at = { createdAt: deps.clock.now(), uploadId: `upload-${position}`, contentType: 'video/webm' };
    await deps.db.videoPart.create({ data: { videoId: id, position, startsAtMs, ...at } });
  }
  for (const { segments } of index.renditions)
    for (const segment of segments) if (breaksAtMs.includes(segment.startMs)) segment.discontinuity = true;
  await deps.storage.put(videoKey(folder, 'index.json'), Buffer.from(JSON.stringify(index)));
  const title = (seconds: number, words: string) =>
    deps.db.streamTitle.create({
      data: { streamId: source.id, at: later(source.startedAt!, seconds * SECOND), title: words },
    });
  return { source, title, describe: () => describeVideo(deps, null, { videoId: id as StreamId, adult: false }) };
}

test('a recording says where in its stream each of its parts begins, and its chapters stand where they are seen', async () => {
  const { source, title, describe } = await recording(await testDeps(), [4_000, 60_000], [10_000]);
  await title(-30, 'Planned');
  await title(0, 'Begun');
  await title(9, 'Nine seconds in');
  await title(40, 'While nothing was recorded');
  await title(65, 'A minute in');
  await title(900, 'Never seen');
  const described = await describe();
  expect(described.source).toEqual({
    id: source.id,
    startedAt: source.startedAt,
    parts: [
      { atMs: 0, startsAtMs: 4_000 },
      { atMs: 10_000, startsAtMs: 60_000 },
    ],
  });
  expect(described.chapters).toEqual([
    { atMs: 0, title: 'Begun' },
    { atMs: 5_000, title: 'Nine seconds in' },
    { atMs: 10_000, title: 'While nothing was recorded' },
    { atMs: 15_000, title: 'A minute in' },
  ]);
});

test('of a recording with breaks that are none between parts the first part alone is placed', async () => {
  const { describe } = await recording(await testDeps(), [4_000], [6_000, 10_000]);
  expect((await describe()).source?.parts).toEqual([{ atMs: 0, startsAtMs: 4_000 }]);
});

test('a recording of which no part is known begins with its stream', async () => {
  const { describe } = await recording(await testDeps(), []);
  expect((await describe()).source?.parts).toEqual([{ atMs: 0, startsAtMs: 0 }]);
});
