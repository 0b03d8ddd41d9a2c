// @vilokanam/sdk/node: media by @livekit/rtc-node, and a client that sends cookie and origin.
export { createNodeClient, type NodeClientOptions } from './node-client';
export { createNodeMedia } from './node-media';
