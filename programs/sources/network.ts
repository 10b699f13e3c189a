import { connect } from 'node:net';

// Two hosts are asked in the worst case, one after the other: under 3 s in all.
const probeMs = 1_300;
const answers = new Map<string, Promise<boolean>>();

/**
 * Whether something listens at the address's host and port. Asked once in the life of this process: without
 * a network the demo would otherwise wait again for every program.
 */
export function canReach(url: string): Promise<boolean> {
  const { protocol, hostname, port } = new URL(url);
  const number = Number(port) || (protocol === 'http:' ? 80 : 443);
  const key = `${hostname}:${number}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: number });
    const settle = (isReached: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isReached);
    };
    // A timer of our own: a socket's timeout does not cover the look-up of the name.
    const timer = setTimeout(() => settle(false), probeMs);
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
  answers.set(key, answer);
  return answer;
}
