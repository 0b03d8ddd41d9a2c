import sharp from 'sharp';
import { type Encoded, type PictureShape, type Pictures } from '../deps';
import { createTurns } from '../limits/turns';

/** A picture of a phone's best camera; what unpacks to more is there to fill the memory. */
const MOST_PIXELS = 50_000_000;
const LONGEST_SECONDS = 15;

/** What sharp may find in the bytes. Drawings are programs, and are not read at all. */
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif']);

/** How files of these kinds begin: what begins otherwise is given to no decoder. */
function beginsLikeOne(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    /^GIF8[79]a/.test(text) ||
    /^RIFF[^]{4}WEBP/.test(text) ||
    /^[^]{4}ftyp(avif|avis|heic|heix|mif1|msf1)/.test(text)
  );
}

/**
 * Pictures by sharp: what goes in is never kept, only what was made of its pixels. Two at once, for
 * an unpacked one is large.
 */
export function createPictures(): Pictures {
  const inTurn = createTurns({ atOnce: 2, waiting: 20 });
  return { encode: (bytes, shape) => inTurn(() => encodePicture(bytes, shape)) };
}

async function encodePicture(bytes: Uint8Array, shape: PictureShape): Promise<Encoded[] | 'unreadable' | 'tooLarge'> {
  if (!beginsLikeOne(bytes)) return 'unreadable';
  try {
    // the first frame alone, and no more pixels than that
    const open = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1, sequentialRead: true });
    const { format, width, height } = await open().metadata();
    if (!format || !FORMATS.has(format)) return 'unreadable';
    if (width * height > MOST_PIXELS) return 'tooLarge';
    const large = await open()
      .timeout({ seconds: LONGEST_SECONDS })
      .autoOrient()
      .resize({ ...shape, fit: 'cover' })
      .toColourspace('srgb')
      .webp({ quality: 82 })
      .toBuffer();
    const half = { width: shape.width / 2, height: shape.height / 2 };
    const small = await sharp(large).resize(half).webp({ quality: 80 }).toBuffer();
    return [
      { width: shape.width, bytes: large },
      { width: half.width, bytes: small },
    ];
  } catch (error) {
    return error instanceof Error && /pixel limit/i.test(error.message) ? 'tooLarge' : 'unreadable';
  }
}
