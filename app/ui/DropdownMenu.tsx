import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { type ReactNode } from 'react';

const item =
  'flex w-full cursor-pointer items-center gap-2.5 rounded-[0.35rem] px-2.5 py-2 text-sm outline-none select-none data-highlighted:bg-hover [&>svg]:size-4 [&>svg]:text-soft';

/** A menu under a button. */
export function DropdownMenu({ trigger, label, children }: { trigger: ReactNode; label: string; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 animate-rise overflow-y-auto rounded-base bg-raised p-1.5 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A link or a button in a menu. */
export function MenuItem({ children, onSelect }: { children: ReactNode; onSelect?: () => void }) {
  return (
    <Radix.Item asChild className={item} onSelect={onSelect}>
      {children}
    </Radix.Item>
  );
}

/** One of several that exclude each other. */
export function MenuChoice({
  value,
  onChange,
  choices,
}: {
  value: string;
  onChange: (value: string) => void;
  choices: { value: string; label: ReactNode; icon?: ReactNode }[];
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={item}>
          {choice.icon}
          {choice.label}
          <Radix.ItemIndicator className="ms-auto">
            <Check aria-hidden="true" className="size-4 text-accent-ink" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

/** What a menu is about, at its top. */
export function MenuHead({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-1.5 pb-2 text-sm">{children}</Radix.Label>;
}

/** A hairline between groups. */
export function MenuLine() {
  return <Radix.Separator className="mx-1 my-1.5 h-px bg-line" />;
}
