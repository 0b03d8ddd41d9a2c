import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';

/** Quieter than this nothing is heard. */
const FLOOR_DB = -60;
const SHOW_EVERY_MS = 80;

/** How loud the microphone is, so that its owner sees that it works. */
export function LevelMeter({ track, muted }: { track: MediaStreamTrack | null; muted: boolean }) {
  const { t } = useLingui();
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = (level: number) => {
      meter.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
      if (bar.current) bar.current.style.transform = `scaleX(${level.toFixed(3)})`;
    };
    if (!track || muted) return show(0);
    return listen(track, show);
  }, [track, muted]);
  return (
    <div
      ref={meter}
      role="meter"
      aria-label={t`Microphone level`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      aria-valuetext={muted ? t`Muted` : undefined}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <span
        ref={bar}
        className="block h-full origin-left scale-x-0 rounded-full bg-received transition-none rtl:origin-right"
      />
    </div>
  );
}

/** Calls with the level, 0 to 1, until it is stopped. */
function listen(track: MediaStreamTrack, show: (level: number) => void): () => void {
  const context = new AudioContext();
  void context.resume().catch(() => undefined);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let level = 0;
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const loud = Math.max(0, 1 - (10 * Math.log10(power || 1e-9)) / FLOOR_DB);
    level = Math.max(Math.min(1, loud), level * 0.85); // rises at once, falls slowly
    show(level);
  }, SHOW_EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
