import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { clipForm } from '../../../schemas/clips';
import { apiClient } from '../../lib/api-client';
import { fieldProps, useSchemaForm } from '../../lib/form';
import { duration } from '../../lib/format';
import { useMe } from '../../lib/me';
import { readRefusal } from '../../lib/page-refusal';
import { signInPath } from '../../lib/safe-next';
import { Button, ButtonLink } from '../../ui/Button';
import { Copyable } from '../../ui/Copyable';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { FormNote } from '../../ui/FormNote';
import { type ClipPlace } from '../playback/clip-place';
import { type Choice, firstChoice } from './clip-span';
import { ClipPreview } from './ClipPreview';
import { ClipTrack } from './ClipTrack';

/** Makes a clip of what somebody just saw: which part of it, and what it is called. */
export function ClipDialog({ place }: { place: ClipPlace }) {
  const { t } = useLingui();
  const signedIn = useMe() !== null;
  const [made, setMade] = useState<string | null>(null);
  const [first] = useState(() => firstChoice(place.had, place.seconds));
  const title = made === null ? t`Make a clip` : t`Your clip is there`;
  return (
    <Dialog
      title={title}
      description={t`A clip plays for nothing, to everybody who may watch this video.`}
      open
      onOpenChange={(open) => {
        if (!open) place.close();
      }}
    >
      {made !== null ? (
        <Made id={made} />
      ) : !signedIn ? (
        <div className="mt-5 flex flex-col items-start gap-4">
          <p>
            <Trans>Sign in to make a clip.</Trans>
          </p>
          <ButtonLink to={signInPath(`/watch/${place.stream.id}`)} variant="primary">
            <Trans>Sign in</Trans>
          </ButtonLink>
        </div>
      ) : first ? (
        <Cutting place={place} first={first} done={setMade} />
      ) : (
        <p className="mt-5">
          <Trans>A clip is five seconds long at least. Watch a little more first.</Trans>
        </p>
      )}
    </Dialog>
  );
}

function Cutting({ place, first, done }: { place: ClipPlace; first: Choice; done: (id: string) => void }) {
  const { t, i18n } = useLingui();
  const { videoId, entry, media, had } = place;
  const [choice, setChoice] = useState(first);
  const [seconds, setSeconds] = useState(first.span[0]);
  const [busy, setBusy] = useState(false);
  const send = async ({ title }: { title: string }) => {
    setBusy(true);
    const [fromMs, toMs] = choice.span.map((at) => Math.round(at * 1_000)) as [number, number];
    try {
      const { id } = await apiClient().trpc.clips.cut.mutate({ videoId, title, fromMs, toMs, ...entry });
      done(id);
      return null;
    } catch (thrown) {
      return readRefusal(thrown);
    } finally {
      setBusy(false);
    }
  };
  const { form, fields, note } = useSchemaForm({ schema: clipForm, send, keeps: true });
  const length = duration(Math.round(choice.span[1] - choice.span[0]), i18n);
  return (
    <form {...form} className="flex flex-col">
      <ClipPreview media={media} had={had} span={choice.span} onTime={setSeconds} />
      <ClipTrack choice={choice} onChange={setChoice} seconds={seconds} />
      <div className="mt-4 flex flex-col gap-4">
        <TextField
          label={t`Title`}
          {...fieldProps(fields.title)}
          dir="auto"
          autoComplete="off"
          hint={t`${length} long. It is widened a little, to where the video can be cut.`}
        />
        <FormNote {...note} />
        <Button type="submit" variant="primary" busy={busy} className="self-start">
          <Trans>Make the clip</Trans>
        </Button>
      </div>
    </form>
  );
}

/** Where it is, to pass on. */
function Made({ id }: { id: string }) {
  const { t } = useLingui();
  return (
    <div className="mt-5 flex flex-col gap-5">
      <Copyable label={t`Link`} text={`${location.origin}/clips/${id}`} />
      <ButtonLink to={`/clips/${id}`} variant="primary" className="self-start">
        <Trans>Open the clip</Trans>
      </ButtonLink>
    </div>
  );
}
