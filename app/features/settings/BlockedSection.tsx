import { ButtonLink } from '../../ui/Button';
import { Section } from '../../ui/Section';

/** Leads to the list of whom one has blocked. */
export function BlockedSection() {
  return (
    <Section
      id="blocked"
      title="Blocked people"
      hint="What they write lies folded in the chats that you read. Only you see whom you blocked."
      action={<ButtonLink to="/settings/blocked">Look at the list</ButtonLink>}
    >
      {null}
    </Section>
  );
}
