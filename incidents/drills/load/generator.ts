/**
 * The load, as a process of its own so that the rehearsal's work does not delay it. Started with fork(): takes its
 * orders and gives its tally over the channel, and ends when the channel does.
 */
import autocannon from 'autocannon';
import { z } from 'zod';
import { Tally } from './tally.ts';
import { nextRequest, seededRandom } from './traffic.ts';

const order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    url: z.url(),
    seed: z.int(),
    requestsPerSecond: z.int().positive(),
    incidentIds: z.array(z.string()).nonempty(),
  }),
  /** From now on some notes carry this text. */
  z.object({ kind: z.literal('carry'), text: z.string(), share: z.number().min(0).max(1) }),
]);
export type LoadOrder = z.infer<typeof order>;

/** Each lane sends its share at the top of its own second; lanes start 100 ms apart, which makes the load steady. */
const lanes = 10;
const reportEveryMs = 250;

const tally = new Tally();
let carried: { text: string; share: number } | undefined;

function noteText(random: () => number): string {
  if (carried !== undefined && random() < carried.share) return carried.text;
  return `Looked at the graphs at step ${Math.floor(random() * 1000)}; nothing new. ${'All quiet. '.repeat(8)}`;
}

function start({ url, seed, requestsPerSecond, incidentIds }: Extract<LoadOrder, { kind: 'start' }>): void {
  const random = seededRandom(seed);
  const perLane = Math.max(1, Math.round(requestsPerSecond / lanes));
  const startLane = (): void => {
    autocannon(
      {
        url,
        connections: perLane,
        overallRate: perLane,
        duration: 24 * 3600,
        timeout: 10,
        setupClient: (client) => {
          // One request at a time on a connection: a second one that begins before the answer came means it was lost.
          let inFlight: string | undefined;
          client.setRequests([
            {
              setupRequest: (request) => {
                if (inFlight !== undefined) tally.countLost(`${inFlight} no answer`);
                const { kind, method, path, body } = nextRequest(random, { incidentIds, noteText });
                inFlight = `${kind} ${path}`;
                tally.countSent();
                return {
                  ...request,
                  method,
                  path,
                  headers: body === undefined ? {} : { 'content-type': 'application/json' },
                  body: body === undefined ? '' : JSON.stringify(body),
                };
              },
              onResponse: (status, body) => {
                tally.countAnswer(status, inFlight ?? '', body);
                inFlight = undefined;
              },
            },
          ]);
        },
      },
      (error) => {
        if (error) throw error;
      },
    );
  };
  for (let lane = 0; lane < lanes; lane += 1) setTimeout(startLane, (lane * 1000) / lanes);
  setInterval(() => process.send?.(tally.read()), reportEveryMs);
}

process.on('message', (message) => {
  const received = order.parse(message);
  if (received.kind === 'start') start(received);
  else carried = received;
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole terminal; who started the load also stops it, after the rest.
process.on('SIGINT', () => undefined);
