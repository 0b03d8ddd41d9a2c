import { useLingui } from '@lingui/react/macro';
import { type Settings } from '../../lib/api';
import { Avatar } from '../../ui/Avatar';
import { Banner } from '../../ui/Banner';
import { Section } from '../../ui/Section';
import { PictureForm } from '../pictures/PictureForm';

/** Face and banner of one's page. */
export function PicturesSection({ settings: { account, profile } }: { settings: Settings }) {
  const { t } = useLingui();
  const { handle } = account;
  return (
    <Section
      id="pictures"
      title={t`Your pictures`}
      hint={t`Anybody can see them. Where and when they were taken is removed, and nothing but the picture itself is kept.`}
    >
      <div className="flex flex-col gap-8">
        <PictureForm
          label={t`Your picture`}
          hint={t`Beside your name everywhere. It is cut to a circle; up to 10 MB.`}
          action="/pictures/avatar"
          src={profile.avatarUrl}
          preview={(src) => <Avatar name={profile.displayName} handle={handle} src={src} size="large" />}
        />
        <PictureForm
          label={t`Banner`}
          hint={t`Across the top of your page, four times as wide as it is high.`}
          action="/pictures/banner"
          src={profile.bannerUrl}
          preview={(src) => <Banner src={src} seed={handle} />}
        />
      </div>
    </Section>
  );
}
