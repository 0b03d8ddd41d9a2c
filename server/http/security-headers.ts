import { type MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { FILES_PATH } from '../pictures/files';
import { LINK_PICTURES_PATH } from './link-pictures';

interface Options {
  livekitUrl: string;
  https: boolean;
  dev: boolean;
}

/**
 * Headers that keep a page to itself. The player for other sites alone may be framed: nothing can
 * be paid or changed in it.
 */
export function securityHeaders(options: Options): MiddlewareHandler {
  const ours = headersFor(options, false);
  const framed = headersFor(options, true);
  const file = headersForFiles(options);
  const shared = headersForFiles(options, 'cross-origin');
  return (c, next) => {
    if (c.req.path.startsWith(FILES_PATH)) return file(c, next);
    if (c.req.path.startsWith(LINK_PICTURES_PATH)) return shared(c, next);
    return (c.req.path.startsWith('/embed/') ? framed : ours)(c, next);
  };
}

/**
 * A picture to look at: opened by itself it loads and runs nothing. Other sites show those of
 * links.
 */
function headersForFiles({ https }: Options, readBy: 'same-origin' | 'cross-origin' = 'same-origin') {
  return secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    crossOriginResourcePolicy: readBy,
    strictTransportSecurity: https ? 'max-age=31536000; includeSubDomains' : false,
  });
}

/**
 * Scripts run by nonce alone, the camera is for this site, and nobody frames what is not `framed`.
 */
function headersFor(options: Options, framed: boolean) {
  const livekit = new URL(options.livekitUrl);
  const livekitOrigins = [livekit.origin, livekit.origin.replace(/^ws/, 'http')];
  const { dev } = options;
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: framed ? ['*'] : ["'none'"],
      formAction: ["'self'"],
      scriptSrc: ["'self'", NONCE],
      styleSrc: dev ? ["'self'", "'unsafe-inline'"] : ["'self'", NONCE],
      styleSrcAttr: ["'unsafe-inline'"], // what React renders as style={…} on the server
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      workerSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'", ...livekitOrigins, ...(dev ? ['ws:'] : [])],
    },
    permissionsPolicy: {
      camera: ['self'],
      microphone: ['self'],
      displayCapture: ['self'],
      fullscreen: ['self'],
      geolocation: [],
      payment: [],
    },
    referrerPolicy: 'strict-origin-when-cross-origin',
    xFrameOptions: framed ? false : 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: framed ? 'cross-origin' : 'same-origin',
    strictTransportSecurity: options.https ? 'max-age=31536000; includeSubDomains' : false,
  });
}
