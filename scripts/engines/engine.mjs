// What the engines have in common. An engine is a program that the app needs and that others wrote:
// database, media server, chain. Everything about one is a parameter, so that `npm start`, the unit
// tests and the end-to-end tests start the same.

/**
 * A running engine.
 * @typedef {object} Engine
 * @property {string} url
 * @property {string} summary what a person is told: which program, where
 * @property {Record<string, string>} env what the app is told
 * @property {() => Promise<boolean>} health whether it answers now; never throws
 * @property {import('../launcher/children.mjs').Child} child
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} EngineOptions
 * @property {string} dataDir where it keeps its data, keys, log and pid
 * @property {number} [port] the wanted port; the next free one is taken when it is in use; 0 (the default) is any
 * @property {import('../launcher/paths.mjs').Env} [env] where settings of the user are read from
 * @property {import('../launcher/steps.mjs').Telling} [tell] what a person is told on the way
 */

export {};
