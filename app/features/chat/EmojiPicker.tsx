import { EmojiPicker as Picker } from 'frimousse';
import { readEmoji } from './emoji-data';

/** Emoji to choose from; their names come from this site, not from a stranger's server. */
export function EmojiPicker({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
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
        aria-label="Search emoji"
        placeholder="Search"
        className="mb-2 h-9 shrink-0 rounded-base border border-edge bg-raised px-3 text-sm"
      />
      <Picker.Viewport className="min-h-0 grow overflow-y-auto">
        <Picker.Loading className="grid h-full place-items-center text-sm text-soft">Loading emoji</Picker.Loading>
        <Picker.Empty className="grid h-full place-items-center text-sm text-soft">No such emoji.</Picker.Empty>
        <Picker.List
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="bg-raised px-1 py-1 text-2xs text-soft">
                {category.label}
              </div>
            ),
            Row: ({ children, ...props }) => (
              <div {...props} className="flex">
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button
                {...props}
                aria-label={emoji.label}
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
