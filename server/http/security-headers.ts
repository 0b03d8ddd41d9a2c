import { NONCE, secureHeaders } from 'hono/secure-headers';

/** Headers that keep a page to itself: scripts run by nonce alone, nobody frames it, the camera is for this site. */
export function securityHeaders(options: { livekitUrl: string; https: boolean; dev: boolean }) {
  const livekit = new URL(options.livekitUrl);
  const livekitOrigins = [livekit.origin, livekit.origin.replace(/^ws/, 'http')];
  const { dev } = options;
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
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
    xFrameOptions: 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    strictTransportSecurity: options.https ? 'max-age=31536000; includeSubDomains' : false,
  });
}
