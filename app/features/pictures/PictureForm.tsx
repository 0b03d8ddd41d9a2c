import { Trans, useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useHydrated } from '../../lib/hydrated';
import { Button } from '../../ui/Button';
import { FormNote } from '../../ui/FormNote';
import { problemOf, sendPicture } from './upload';

/** What can be read; the server looks at the bytes, whatever this says. */
const READABLE = 'image/jpeg,image/png,image/webp,image/avif,image/gif';

interface PictureFormProps {
  label: string;
  hint: ReactNode;
  /** Where it is sent: /pictures/avatar. */
  action: string;
  /** What is shown now. */
  src: string | null;
  /** How it will look, before it is sent too. */
  preview: (src: string | null) => ReactNode;
}

/**
 * A picture of one's own: chosen and sent at once, or by a plain form where no script runs. It can
 * be taken away again.
 */
export function PictureForm({ label, hint, action, src, preview }: PictureFormProps) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  const id = useId();
  const upload = useUpload(action);
  const choose = useRef<HTMLInputElement>(null);
  const input = (
    <input
      ref={choose}
      id={id}
      type="file"
      name="picture"
      accept={READABLE}
      required
      aria-describedby={`${id}-hint`}
      className={hydrated ? 'sr-only' : 'max-w-full text-sm'}
      tabIndex={hydrated ? -1 : undefined}
      onChange={(event) => {
        const file = event.target.files?.[0];
        if (file) void upload.send(file);
        event.target.value = '';
      }}
    />
  );
  return (
    <div className="flex flex-col gap-3">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">{preview(upload.preview ?? src)}</div>
      <div className="flex flex-wrap items-center gap-3">
        <form method="post" action={action} encType="multipart/form-data" className="contents">
          {input}
          {hydrated ? (
            <Button size="small" busy={upload.busy} onClick={() => choose.current?.click()}>
              {src ? t`Change` : t`Choose a picture`}
              <span className="sr-only">: {label}</span>
            </Button>
          ) : (
            <Button type="submit" size="small">
              <Trans>Upload</Trans>
            </Button>
          )}
        </form>
        {upload.busy && (
          <>
            <progress value={upload.progress} max={1} aria-label={t`Uploading`} className="h-1.5 w-32 accent-accent" />
            <Button variant="quiet" size="small" onClick={upload.stop}>
              <Trans>Stop</Trans>
            </Button>
          </>
        )}
        {src && !upload.busy && (
          <form method="post" action={`${action}?do=remove`} className="contents">
            <Button
              type="submit"
              variant="quiet"
              size="small"
              onClick={(event) => {
                event.preventDefault();
                void upload.send(null);
              }}
            >
              <Trans>Remove</Trans>
              <span className="sr-only">: {label}</span>
            </Button>
          </form>
        )}
      </div>
      <FormNote error={upload.problem} done={upload.done} answer={upload.problem} />
      <div id={`${id}-hint`} className="max-w-[65ch] text-xs text-soft">
        {hint}
      </div>
    </div>
  );
}

function useUpload(action: string) {
  const { t } = useLingui();
  const { revalidate } = useRevalidator();
  const [state, setState] = useState<{ busy: boolean; progress: number; problem: string | null; done: string | null }>({
    busy: false,
    progress: 0,
    problem: null,
    done: null,
  });
  const [preview, setPreview] = useState<string | null>(null);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  useEffect(() => () => void (preview && URL.revokeObjectURL(preview)), [preview]);
  const send = async (file: File | null) => {
    const problem = file && problemOf(file);
    if (problem) return setState({ busy: false, progress: 0, problem, done: null });
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    setPreview(file && URL.createObjectURL(file));
    setState({ busy: true, progress: 0, problem: null, done: null });
    const progress = (part: number) => setState((now) => ({ ...now, progress: part }));
    const sent = await sendPicture(action, file, { progress, signal });
    if (signal.aborted) return;
    setPreview(null);
    const done = sent.ok ? (file ? t`The picture is saved.` : t`The picture is removed.`) : null;
    setState({ busy: false, progress: 0, problem: sent.ok ? null : sent.message, done });
    if (sent.ok) revalidate();
  };
  const stop = () => {
    running.current?.abort();
    setPreview(null);
    setState({ busy: false, progress: 0, problem: null, done: null });
  };
  return { ...state, preview, send, stop };
}
