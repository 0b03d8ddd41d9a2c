import { useNow, useZone } from '../../lib/time';
import { fromWallTime, zoneName } from '../../lib/zone';
import { TextField } from '../../ui/Field';

interface ScheduleFieldsProps {
  date: string;
  time: string;
  error: string | undefined;
  live: boolean;
}

/** Day and time in the person's own time zone, which is said and sent along. */
export function ScheduleFields({ date, time, error, live }: ScheduleFieldsProps) {
  const zone = useZone();
  const now = useNow(60);
  if (live) {
    return (
      <>
        <p className="text-sm text-soft">This stream is live now.</p>
        <input type="hidden" name="date" value={date} />
        <input type="hidden" name="time" value={time} />
        <input type="hidden" name="zone" value={zone} />
      </>
    );
  }
  return (
    <>
      <input type="hidden" name="zone" value={zone} />
      <div className="grid gap-5 sm:max-w-sm sm:grid-cols-2">
        <TextField label="Day" name="date" type="date" optional defaultValue={date} error={error} />
        <TextField label="Time" name="time" type="time" optional defaultValue={time} />
      </div>
      <p className="-mt-2 max-w-[65ch] text-xs text-soft">
        In your time zone, {zoneName(zone, fromWallTime({ date, time }, zone) ?? now)}. Everybody sees it in theirs.
        Without a day and a time the stream waits on your dashboard, and nobody else sees it.
      </p>
    </>
  );
}
