// @vilokanam/sdk/react: a stream as a hook, and a bare player on it.
export { StreamPicture, TickPlayer, type TickPlayerProps } from './tick-player';
export { type TickStream, type TickStreamOptions, useTickStream } from './use-tick-stream';
