import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { type Packager } from '../deps';

export function createPackager(): Packager {
  return {
    usesFfmpeg: false,
    async inspect(path) {
      using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
      const video = await input.getPrimaryVideoTrack();
      if (!video) return 'notAVideo';
      return { durationMs: 0, container: 'mp4', width: video.displayWidth, height: video.displayHeight };
    },
    pack: () => Promise.resolve('codecUnknown'),
  };
}
