import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line through this process that a test can cut. */
export interface CuttableLine {
  port: number;
  /** Breaks all connections; new ones are taken again at once. */
  cut(): void;
  /** Breaks them and takes no more. */
  close(): Promise<void>;
}

/** Passes on everything between a port of its own and `target` on this machine. */
export async function cuttableLine(target: number): Promise<CuttableLine> {
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(target, '127.0.0.1');
    for (const socket of [from, to]) {
      open.add(socket);
      socket.on('error', () => undefined); // a cut line is what this is for
      socket.on('close', () => {
        open.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => open.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
