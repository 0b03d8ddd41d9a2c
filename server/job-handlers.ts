import { mailConfirmation } from './accounts/confirm-email';
import { mailReset, mailResetDone } from './accounts/reset-password';
import { type Deps } from './deps';
import { type JobHandlers } from './jobs/run';
import { mailAppealAnswer } from './moderation/appeals';
import { deliver } from './notifications/deliver';
import { tellNewFollowers } from './notifications/new-followers';
import { tellFollowers } from './notifications/tell-followers';
import { makeRendition } from './videos/make-rendition';
import { packageVideo } from './videos/package';

/** How each job is done. */
export function jobHandlers(deps: Deps): JobHandlers {
  return {
    tellFollowers: (data) => tellFollowers(deps, data),
    tellNewFollowers: (data) => tellNewFollowers(deps, data),
    deliver: (data) => deliver(deps, data),
    mailConfirmation: (data) => mailConfirmation(deps, data),
    mailReset: (data) => mailReset(deps, data),
    mailResetDone: (data) => mailResetDone(deps, data),
    mailAppealAnswer: (data) => mailAppealAnswer(deps, data),
    packageVideo: (data) => packageVideo(deps, data),
    makeRendition: (data) => makeRendition(deps, data),
  };
}
