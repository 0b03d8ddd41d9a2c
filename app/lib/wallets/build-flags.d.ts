/** Built in for the local chain only: see vite.config.ts. */
declare const __DEMO_WALLET__: boolean;
