import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { EmojiPicker as Picker } from 'frimousse';
import { readEmoji } from './emoji-data';

/** The groups of emoji, by what their data call them. */
const GROUPS: Partial<Record<string, MessageDescriptor>> = {
  'smileys & emotion': msg`smileys & emotion`,
  'people & body': msg`people & body`,
  'animals & nature': msg`animals & nature`,
  'food & drink': msg`food & drink`,
  'travel & places': msg`travel & places`,
  activities: msg`activities`,
  objects: msg`objects`,
  symbols: msg`symbols`,
  flags: msg`flags`,
};

/** Emoji to choose from; their names come from this site, not from a stranger's server. */
export function EmojiPicker({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Picker.Root
      resolveEmojiData={readEmoji}
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="flex h-72 flex-col p-2"
    >
      <Picker.Search
        autoFocus
        aria-label={t`Search emoji`}
        placeholder={t`Search`}
        className="mb-2 h-9 shrink-0 rounded-base border border-edge bg-raised px-3 text-sm"
      />
      <Picker.Viewport className="min-h-0 grow overflow-y-auto">
        <Picker.Loading className="grid h-full place-items-center text-sm text-soft">
          <Trans>Loading emoji</Trans>
        </Picker.Loading>
        <Picker.Empty className="grid h-full place-items-center text-sm text-soft">
          <Trans>No such emoji.</Trans>
        </Picker.Empty>
        <Picker.List
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="bg-raised px-1 py-1 text-2xs text-soft">
                <GroupName of={category.label} />
              </div>
            ),
            Row: ({ children, ...props }) => (
              // arrow keys go left to right
              <div {...props} dir="ltr" className="flex">
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button
                {...props}
                aria-label={emoji.label}
                lang="en"
                className="grid size-9 place-items-center rounded-[0.35rem] text-lg data-[active]:bg-hover"
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </Picker.Viewport>
    </Picker.Root>
  );
}

function GroupName({ of: name }: { of: string }) {
  const { t } = useLingui();
  const words = GROUPS[name];
  return words ? t(words) : name;
}
