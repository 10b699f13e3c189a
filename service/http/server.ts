/** The listening socket's beginning and end. */
import type { Server } from 'node:http';
import { endsWithin } from '../deadline.ts';

/** Resolves to the port; rejects with a sentence when the address cannot be had. */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const advice = 'Stop what listens there, or set HOST and PORT (0 picks a free port).';
      reject(new Error(`Cannot listen on ${host}:${port}: ${error.message}. ${advice}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Accepts nothing new and waits for what is being answered; returns how many connections had to be cut. */
export async function stopServer(server: Server, drainTimeoutMs: number): Promise<number> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection is idle again only after its answer; each one is closed as soon as it is.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const isDrained = await endsWithin(drainTimeoutMs, closed);
  clearInterval(sweep);
  if (isDrained) return 0;
  const open = await new Promise<number>((resolve) =>
    server.getConnections((_, count) => resolve(count ?? 0)),
  );
  server.closeAllConnections();
  return open;
}
