import { type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as a server was given it. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
}

/** A mail server on this machine that hands on each mail. */
export async function startMailServer(
  onMail: (mail: ReceivedMail) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => (raw += chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        onMail({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, stop: () => new Promise<void>((closed) => server.close(closed)) };
}
