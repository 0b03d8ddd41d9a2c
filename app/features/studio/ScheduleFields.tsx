import { type FieldMetadata } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { fromWallTime, zoneName } from '../../../schemas/zone';
import { fieldProps } from '../../lib/form';
import { useNow, useZone } from '../../lib/time';
import { TextField } from '../../ui/Field';

interface ScheduleFieldsProps {
  field: FieldMetadata<{ date?: string; time?: string; zone?: string }>;
  /** What has begun has no time to choose any more. */
  live: boolean;
}

/** Day and time in the person's own time zone, which is said and sent along. */
export function ScheduleFields({ field, live }: ScheduleFieldsProps) {
  const { t } = useLingui();
  const fields = field.getFieldset();
  const zone = useZone();
  const now = useNow(60);
  if (live) {
    return (
      <>
        <p className="text-sm text-soft">
          <Trans>This stream is live now.</Trans>
        </p>
        <input type="hidden" name={fields.date.name} value={fields.date.defaultValue ?? ''} />
        <input type="hidden" name={fields.time.name} value={fields.time.defaultValue ?? ''} />
        <input type="hidden" name={fields.zone.name} value={zone} />
      </>
    );
  }
  const planned = fromWallTime({ date: fields.date.value ?? '', time: fields.time.value ?? '' }, zone);
  const zoneShown = zoneName(zone, planned ?? now);
  return (
    <>
      <input type="hidden" name={fields.zone.name} value={zone} />
      <div className="grid gap-5 sm:max-w-sm sm:grid-cols-2">
        <TextField
          label={t`Day`}
          {...fieldProps(fields.date)}
          type="date"
          error={(fields.date.errors ?? field.errors)?.[0]}
        />
        <TextField label={t`Time`} {...fieldProps(fields.time)} type="time" />
      </div>
      <p className="-mt-2 max-w-[65ch] text-xs text-soft">
        <Trans>
          In your time zone, <bdi>{zoneShown}</bdi>. Everybody sees it in theirs. Without a day and a time the stream
          waits on your dashboard, and nobody else sees it.
        </Trans>
      </p>
    </>
  );
}
