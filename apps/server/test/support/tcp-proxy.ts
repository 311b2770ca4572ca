import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What stands between a server and its database, and can do what networks do. */
export interface TcpProxy {
  readonly port: number;
  /** Where new connections lead. */
  leadTo(port: number): void;
  /** Breaks every connection. */
  cut(): void;
  /** From now on nothing comes through, in either direction, and nobody is told; new connections are taken all the same. */
  stall(): void;
  /** Everything comes through again, what was held back as well. */
  flow(): void;
}

/** A proxy in this process; it ends with the test. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Map<Socket, Socket>();
  let isStalled = false;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    pairs.set(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => undefined);
      from.on('close', () => {
        pairs.delete(near);
        to.destroy();
      });
      if (isStalled) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const each = (act: (socket: Socket) => void): void => {
    for (const pair of pairs) for (const socket of pair) act(socket);
  };
  const cut = (): void => each((socket) => socket.destroy());
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => (target = port),
    cut,
    stall() {
      isStalled = true;
      each((socket) => socket.pause());
    },
    flow() {
      isStalled = false;
      each((socket) => socket.resume());
    },
  };
}
