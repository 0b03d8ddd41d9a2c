import { randomBytes } from 'node:crypto';

const bytes = (count: number) =>
  [...randomBytes(count)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());

/**
 * An offer to send a picture and sound as OBS makes one, of a program that then sends nothing: its
 * network and its key are made up.
 */
export function whipOffer(): string {
  const [ufrag, password] = [randomBytes(6).toString('hex'), randomBytes(16).toString('hex')];
  const transport = [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${bytes(32).join(':')}`,
    'a=setup:actpass',
  ];
  return [
    'v=0',
    'o=rtc 3767197920 0 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'a=group:LS 0 1',
    'a=msid-semantic:WMS *',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=sendonly',
    'a=ssrc:11 cname:feed',
    'a=msid:feed feed-audio',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1',
    ...transport,
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    'a=mid:1',
    'a=sendonly',
    'a=ssrc:12 cname:feed',
    'a=msid:feed feed-video',
    'a=rtcp-mux',
    'a=rtpmap:96 H264/90000',
    'a=rtcp-fb:96 nack',
    'a=rtcp-fb:96 nack pli',
    'a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1',
    ...transport,
    '',
  ].join('\r\n');
}
