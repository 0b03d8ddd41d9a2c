import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { TrackVideo } from '../../lib/track-video';
import { type FeedView } from './look-on';

const WORDS: Record<FeedView['at'], MessageDescriptor> = {
  connecting: msg`Looking at what arrives.`,
  watching: msg`No picture arrives yet.`,
  elsewhere: msg`Another page of yours looks at it.`,
  lost: msg`This page lost sight of it. Load the page again.`,
};

/** What viewers get, as it arrives; its sound stays off, for it would echo. */
export function FeedPicture({ view: { at, picture }, children }: { view: FeedView; children?: ReactNode }) {
  const { t } = useLingui();
  return (
    <div
      data-theme="dark"
      className="relative isolate -mx-4 aspect-video max-h-[max(16rem,calc(100dvh-28rem))] overflow-hidden bg-page text-ink sm:mx-0 sm:rounded-base"
    >
      {picture ? (
        <TrackVideo track={picture} label={t`What you send, as viewers see it`} className="size-full object-contain" />
      ) : (
        <p className="absolute inset-0 grid place-items-center p-6 text-center text-sm text-soft">{t(WORDS[at])}</p>
      )}
      {children}
    </div>
  );
}
