import { Button } from '../../ui/Button';
import { EndButton } from './EndButton';
import { sendsSomething } from './studio-words';
import { type StudioInUse } from './useStudio';

/** The one thing to do next: go live, go on, or end. */
export function MainButton({
  inUse: { studio, sources, show, devices },
  payable,
  onEnd,
}: {
  inUse: StudioInUse;
  payable: boolean;
  onEnd: () => Promise<void>;
}) {
  const live = show.state.status === 'live';
  if (show.at === 'onAir' || show.at === 'mending') return <EndButton viewers={show.state.viewers} onEnd={onEnd} />;
  const goOnHere = async () => {
    await sources.turnOn();
    await studio.goLive();
  };
  if (show.at === 'elsewhere') {
    return (
      <Button variant="primary" size="large" className="max-sm:w-full" onClick={() => void goOnHere()}>
        Go on from here
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap gap-3 max-sm:w-full">
      {live && <EndButton viewers={show.state.viewers} onEnd={onEnd} />}
      <Button
        variant="primary"
        size="large"
        className="max-sm:w-full"
        busy={show.at === 'starting'}
        disabled={!sendsSomething(devices) || (!payable && !live)}
        onClick={() => void studio.goLive()}
      >
        {live ? 'Go on' : 'Go live'}
      </Button>
    </div>
  );
}
