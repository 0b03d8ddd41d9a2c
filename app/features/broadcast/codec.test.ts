import { describe, expect, it } from 'vitest';
import { type Abilities, chooseCodec, type Encoding, type VideoCodec } from './codec';

const none: Encoding = { supported: false, smooth: false, efficient: false };
const software: Encoding = { supported: true, smooth: true, efficient: false };
const chip: Encoding = { supported: true, smooth: true, efficient: true };
const slow: Encoding = { supported: true, smooth: false, efficient: false };

function browser(
  encodings: Partial<Record<VideoCodec, Encoding>>,
  rest: Partial<Omit<Abilities, 'encodings'>> = {},
): Abilities {
  return {
    encodings: { av1: none, vp9: none, h264: software, vp8: software, ...encodings },
    layers: true,
    cores: 4,
    handheld: false,
    ...rest,
  };
}

describe('the choice of a codec', () => {
  it('takes AV1 where a chip encodes it, with a backup', () => {
    expect(chooseCodec(browser({ av1: chip, vp9: chip }))).toEqual({ videoCodec: 'av1', backupCodec: 'vp8' });
  });

  it('does not burn a processor on AV1', () => {
    expect(chooseCodec(browser({ av1: software }, { cores: 16 })).videoCodec).toBe('vp8');
  });

  it('takes VP9 by a chip, or by software on many cores, with a backup', () => {
    expect(chooseCodec(browser({ vp9: chip }))).toEqual({ videoCodec: 'vp9', backupCodec: 'vp8' });
    expect(chooseCodec(browser({ vp9: software }, { cores: 8 })).videoCodec).toBe('vp9');
    expect(chooseCodec(browser({ vp9: software }, { cores: 4 })).videoCodec).toBe('vp8');
    expect(chooseCodec(browser({ vp9: software }, { cores: 8, handheld: true })).videoCodec).toBe('vp8');
    expect(chooseCodec(browser({ vp9: slow }, { cores: 8 })).videoCodec).toBe('vp8');
  });

  it('takes neither where the browser does not publish layers', () => {
    expect(chooseCodec(browser({ av1: chip, vp9: chip }, { layers: false, cores: 16 })).videoCodec).toBe('vp8');
  });

  it('spares the battery of a phone that has a chip for H.264', () => {
    expect(chooseCodec(browser({ h264: chip }, { handheld: true }))).toEqual({ videoCodec: 'h264', backupCodec: null });
    expect(chooseCodec(browser({ h264: chip })).videoCodec).toBe('vp8');
  });

  it('falls back to what there is', () => {
    expect(chooseCodec(browser({ vp8: none })).videoCodec).toBe('h264');
    expect(chooseCodec(browser({ vp8: none, vp9: chip })).backupCodec).toBe('h264');
    expect(chooseCodec(browser({ vp8: none, h264: none })).videoCodec).toBe('vp8');
  });
});
