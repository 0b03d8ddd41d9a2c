/** The smaller build of the same library comes without its types. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
