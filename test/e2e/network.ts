import net from 'node:net';

/** The line between the browser, its workers included, and the server: it can be cut, and it can swallow answers. */
export interface Network {
  readonly port: number;
  /** From now on nothing gets through; what was under way breaks off. */
  cut(): void;
  /** Requests that begin like this reach the server; their answers do not come back. */
  swallowAnswers(begin: RegExp): void;
  restore(): void;
  /** How many answers were swallowed since the last restoring. */
  swallowed(): number;
  close(): Promise<void>;
}

export async function openNetwork(to: number): Promise<Network> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  let lossy: RegExp | undefined;
  let lost = 0;
  const server = net.createServer((client) => {
    if (isCut) return client.destroy();
    const upstream = net.connect(to, '127.0.0.1');
    let swallows = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (part) => {
      const head = part.toString('latin1', 0, 200);
      if (/^[A-Z]+ \//.test(head)) swallows = lossy?.test(head) ?? false;
      upstream.write(part);
    });
    upstream.on('data', (part) => {
      if (!swallows) client.write(part);
      else {
        lost += 1;
        client.destroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: () => {
      isCut = true;
      breakOff();
    },
    swallowAnswers: (begin) => {
      lossy = begin;
    },
    restore: () => {
      isCut = false;
      lossy = undefined;
      lost = 0;
    },
    swallowed: () => lost,
    close: async () => {
      breakOff();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
