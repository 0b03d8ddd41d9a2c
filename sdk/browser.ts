// @vilokanam/sdk/browser: media by livekit-client, and what a browser keeps.
export {
  type BrowserMedia,
  createBrowserMedia,
  EMPTY_VIEW,
  type MediaView,
  type PictureSize,
  type Picture,
  type Quality,
  type StageSource,
} from './browser-media';
export { browserBudgets } from './budget-store';
export { browserKeyStore } from './session-key';
export { browserVouchers } from './voucher-store';
