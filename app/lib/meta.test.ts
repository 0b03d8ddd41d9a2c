import { expect, test } from 'vitest';
import { pageMeta } from './meta';

const page = { title: 'Evening ragas', description: 'Strings.' };

test('a link to a video says to other sites that it is one, and how long; to another page it does not', () => {
  const video = pageMeta({ ...page, videoSeconds: 725 });
  expect(video).toContainEqual({ property: 'og:type', content: 'video.other' });
  expect(video).toContainEqual({ property: 'video:duration', content: '725' });
  const other = pageMeta({ ...page, videoSeconds: null });
  expect(other).toContainEqual({ property: 'og:type', content: 'website' });
  expect(JSON.stringify(other)).not.toContain('duration');
});
