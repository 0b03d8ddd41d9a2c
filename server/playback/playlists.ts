import { type VideoIndex, type VideoRendition } from '../deps';

/** The renditions of a video, for a player to choose from (RFC 8216). */
export function masterPlaylist({ renditions }: VideoIndex): string {
  const variants = renditions.flatMap(({ name, codecs, bandwidth, width, height }) => {
    const size = height > 0 ? `,RESOLUTION=${width}x${height}` : '';
    return [
      `#EXT-X-STREAM-INF:BANDWIDTH=${Math.max(1, Math.ceil(bandwidth))},CODECS="${codecs}"${size}`,
      `${name}.m3u8`,
    ];
  });
  return lines(['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', ...variants]);
}

/** One rendition whole; what is named in it lies beside it, behind the same pass. */
export function mediaPlaylist({ segments }: VideoRendition): string {
  const longest = Math.max(1_000, ...segments.map(({ durationMs }) => durationMs));
  let init: string | null = null;
  const listed = segments.flatMap((segment) => {
    const map = segment.init === init ? [] : [`#EXT-X-MAP:URI="${segment.init}"`];
    init = segment.init;
    const cut = segment.discontinuity ? ['#EXT-X-DISCONTINUITY'] : [];
    return [...cut, ...map, `#EXTINF:${(segment.durationMs / 1_000).toFixed(3)},`, segment.file];
  });
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(longest / 1_000)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...listed,
    '#EXT-X-ENDLIST',
  ]);
}

const lines = (all: readonly string[]) => `${all.join('\n')}\n`;
