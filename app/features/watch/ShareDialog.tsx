import { useLingui } from '@lingui/react/macro';
import { Share2 } from 'lucide-react';
import { type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { IconButton } from '../../ui/Button';
import { Copyable } from '../../ui/Copyable';
import { Dialog } from '../../ui/Dialog';
import { embedSnippet } from './embed-snippet';

/** The stream's address, and the few lines that show it on another site. */
export function ShareDialog({ stream }: { stream: StreamDetail }) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  if (stream.visibility === 'private') return null;
  const origin = hydrated ? location.origin : '';
  return (
    <Dialog
      title={t`Share`}
      description={t`Whoever opens it sees the picture, the price and the chat; watching is theirs to begin.`}
      trigger={
        <IconButton label={t`Share`} disabled={!hydrated}>
          <Share2 aria-hidden="true" />
        </IconButton>
      }
    >
      <div className="mt-5 flex flex-col gap-5">
        <Copyable label={t`Link`} text={`${origin}/watch/${stream.id}`} />
        {stream.visibility !== 'followers' && (
          <Copyable
            label={t`Player for another site`}
            text={embedSnippet(origin, stream)}
            hint={t`Free streams and previews play there; paid ones show their price and lead here.`}
            tall
          />
        )}
      </div>
    </Dialog>
  );
}
