import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below 32768, where Linux starts to take source ports for outgoing connections: a port from there
// could be lost to a load generator between this check and the program's own bind.
const lowestPort = 20_000;
const highestPort = 32_000;
const handedOut = new Set<number>();

/** A loopback port that nobody listens on; never the same one twice in one process. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(lowestPort, highestPort);
    if (handedOut.has(port)) continue;
    // Claimed before the check, so that two calls at once cannot both come to it.
    handedOut.add(port);
    if (await canListenOn(port)) return port;
  }
  throw new Error(
    `no free port found between ${lowestPort} and ${highestPort} in 200 tries: stop what is listening there (ss -ltn shows it)`,
  );
}

/** Whether a program could listen on 127.0.0.1:port now. */
export function canListenOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
