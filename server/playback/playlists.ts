import { later } from '../clock';
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
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(longest / 1_000)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...segmentLines(segments, () => []),
    '#EXT-X-ENDLIST',
  ]);
}

/** Segments are about two seconds long; a player of what grows wants to know that at the start. */
const LEAST_TARGET = 2;

/** The same while more comes. `partTimes`: when each of its parts was recorded, where known. */
export function growingPlaylist({ segments }: VideoRendition, ended: boolean, partTimes: readonly Date[]): string {
  const target = Math.max(LEAST_TARGET, ...segments.map(({ durationMs }) => Math.round(durationMs / 1_000)));
  let part = -1;
  const dated = ({ discontinuity }: Segment) => {
    if (part >= 0 && !discontinuity) return [];
    part += 1;
    const at = partTimes[part];
    return at ? [`#EXT-X-PROGRAM-DATE-TIME:${at.toISOString()}`] : [];
  };
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    ...(ended ? [] : [`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=${(3 * target).toFixed(1)}`]),
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...segmentLines(segments, dated),
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
  ]);
}

type Segment = VideoRendition['segments'][number];

/** What says of each segment where it is and how long, with `before` in front of it. */
function segmentLines(segments: readonly Segment[], before: (segment: Segment) => string[]): string[] {
  let init: string | null = null;
  return segments.flatMap((segment) => {
    const map = segment.init === init ? [] : [`#EXT-X-MAP:URI="${segment.init}"`];
    init = segment.init;
    const cut = segment.discontinuity ? ['#EXT-X-DISCONTINUITY'] : [];
    return [...cut, ...map, ...before(segment), `#EXTINF:${(segment.durationMs / 1_000).toFixed(3)},`, segment.file];
  });
}

/** When each part of a recording was recorded, where it is known when its stream began. */
export function partTimesOf(began: Date | null, starts: readonly number[]): Date[] {
  return began ? starts.map((startsAtMs) => later(began, startsAtMs)) : [];
}

const lines = (all: readonly string[]) => `${all.join('\n')}\n`;
