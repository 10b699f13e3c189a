/**
 * The users, as a process of their own so that neither delays the other: started with fork(), sends its tally when it is
 * told to stop, and ends when the channel does.
 *
 * Those on kept connections, the most, are autocannon's. It does not tell what a request got after which it hangs up, so
 * the others are Node's own: new connections, uploads and what takes long.
 */
import { Agent, request } from 'node:http';
import autocannon from 'autocannon';
import { z } from 'zod';
import { type RequestKind, Tally } from './tally.ts';

const orderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), url: z.url() }),
  z.object({ kind: z.literal('stop') }),
]);

/** Requests a second of each kind. */
const rates = { 'keep-alive': 2_400, 'new connection': 200, upload: 20, slow: 4 } as const satisfies Record<
  RequestKind,
  number
>;
/** Each lane sends its share at the top of its own second; the lanes begin one after the other, which makes it steady. */
const lanes = 20;
const connectionsOfLane = 4;
const timeoutMs = 10_000;
const tickMs = 10;
const upload = 'x'.repeat(100_000);

const tally = new Tally();
const stops: (() => void)[] = [];
const pending = new Set<Promise<void>>();

function startLane(url: string): void {
  const instance = autocannon(
    {
      url,
      connections: connectionsOfLane,
      overallRate: rates['keep-alive'] / lanes,
      duration: 24 * 3600,
      timeout: timeoutMs / 1_000,
      setupClient: (client) => {
        // One request at a time on a connection: a second one that begins before the answer came means it was lost.
        let isInFlight = false;
        client.setRequests([
          {
            setupRequest: (sent) => {
              if (isInFlight) tally.count('keep-alive', 'no answer');
              isInFlight = true;
              return sent;
            },
            onResponse: (status) => {
              isInFlight = false;
              tally.count('keep-alive', status === 200 ? undefined : `status ${status}`);
            },
          },
        ]);
      },
    },
    (error) => {
      if (error) throw error;
    },
  );
  stops.push(() => instance.stop());
}

/** As many as are due by the clock, whether those before were answered or not. */
function sendSteadily(kind: Exclude<RequestKind, 'keep-alive'>, url: string): void {
  const agent = new Agent({ keepAlive: false });
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor((rates[kind] * (performance.now() - begun)) / 1_000);
    for (; sent < due; sent += 1) {
      const answered = send(kind, url, agent).then((failure) => {
        tally.count(kind, failure);
        pending.delete(answered);
      });
      pending.add(answered);
    }
  }, tickMs);
  stops.push(() => clearInterval(timer));
}

/** Gives why it failed. */
function send(kind: RequestKind, url: string, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve) => {
    const method = kind === 'upload' ? 'POST' : 'GET';
    const path = kind === 'slow' ? '/slow' : '/';
    const sent = request(url + path, { agent, method, timeout: timeoutMs }, (response) => {
      response.resume();
      response.once('end', () =>
        resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`),
      );
      response.once('error', (error) => resolve(error.message));
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer in ${timeoutMs / 1_000} s`)));
    sent.once('error', (error) => resolve(error.message));
    sent.end(kind === 'upload' ? upload : undefined);
  });
}

function start(url: string): void {
  for (let lane = 0; lane < lanes; lane += 1) setTimeout(() => startLane(url), (1_000 * lane) / lanes);
  for (const kind of ['new connection', 'upload', 'slow'] as const) sendSteadily(kind, url);
}

async function stop(): Promise<void> {
  for (const end of stops) end();
  const counted = tally.read();
  await Promise.all(pending);
  // What came in last is counted, the time that it took is not.
  process.send?.({ ...tally.read(), seconds: counted.seconds });
}

process.on('message', async (message) => {
  const order = orderSchema.parse(message);
  if (order.kind === 'start') start(order.url);
  else await stop();
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole terminal; who started the users also stops them, after the rest.
process.on('SIGINT', () => undefined);
