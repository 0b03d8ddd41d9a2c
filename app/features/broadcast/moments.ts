/** The picture has settled by then. */
const FIRST_MS = 8_000;
const EVERY_MS = 60_000;
/** No list shows it larger; the server cuts it to this. */
const WIDEST = 1280;

/** In how long the next frame is due, when the last one was sent at `last`. */
export function nextFrameIn(last: number | null, now: number): number {
  return Math.max(FIRST_MS, last === null ? 0 : last + EVERY_MS - now);
}

/** A frame of what a track shows at this moment; null while it shows nothing. */
export async function grabFrame(track: MediaStreamTrack): Promise<Blob | null> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    await video.play();
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0) return null;
    const canvas = document.createElement('canvas');
    const scale = Math.min(1, WIDEST / videoWidth);
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
  } finally {
    video.srcObject = null;
  }
}

/** Sends it as what is seen in the stream now. One that is refused or lost is not shown. */
export async function sendFrame(streamId: string, frame: Blob): Promise<void> {
  const body = new FormData();
  body.set('picture', frame);
  await fetch(`/pictures/moment/${streamId}`, { method: 'POST', headers: { accept: 'application/json' }, body });
}
