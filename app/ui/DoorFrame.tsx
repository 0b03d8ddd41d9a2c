import { type ReactNode } from 'react';
import { SecondHand } from './SecondHand';

/** The narrow page around signing in and signing up. */
export function DoorFrame({ title, other, children }: { title: string; other: ReactNode; children: ReactNode }) {
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-sm flex-col gap-6 sm:pt-6">
        <div>
          <SecondHand running={false} fill={72} pupil className="mb-5 size-10" />
          <h1 className="text-3xl display">{title}</h1>
          <p className="mt-2 text-sm text-soft [&_a]:font-medium [&_a]:text-ink [&_a]:underline [&_a]:underline-offset-4">
            {other}
          </p>
        </div>
        {children}
      </div>
    </div>
  );
}
