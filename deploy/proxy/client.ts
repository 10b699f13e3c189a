import { createConnection } from 'node:net';
import type { ProxyCommand } from './commands.ts';

const answerTimeoutMs = 3_000;

/** There is nobody at the proxy's socket, or nobody who answers: it is gone, or being started again. */
export class ProxyUnreachable extends Error {
  constructor(socket: string, reason: string, cause: Error | undefined) {
    super(`the proxy at ${socket} ${reason}. Is HAProxy running with deploy/haproxy.cfg?`, { cause });
  }
}

/** Runs commands one after the other over the proxy's Unix socket; throws at the first that is not obeyed. */
export async function runProxyCommands(socket: string, commands: readonly ProxyCommand[]): Promise<string[]> {
  const answers: string[] = [];
  for (const { text, succeeds } of commands) {
    const answer = (await ask(socket, text)).trim();
    if (!succeeds.test(answer))
      throw new Error(`the proxy did not obey "${text}": ${answer === '' ? 'it said nothing' : answer}`);
    answers.push(answer);
  }
  return answers;
}

/** One command a connection, as the runtime API wants it outside its interactive mode. */
function ask(socket: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const fail = (reason: string, cause?: Error): void => {
      connection.destroy();
      reject(new ProxyUnreachable(socket, reason, cause));
    };
    const connection = createConnection(socket);
    connection.setEncoding('utf8');
    connection.setTimeout(answerTimeoutMs, () =>
      fail(`gave no answer to "${text}" in ${answerTimeoutMs} ms`),
    );
    connection.on('data', (chunk: string) => {
      answer += chunk;
    });
    connection.on('error', (error) => fail(`cannot be reached (${error.message})`, error));
    connection.on('end', () => resolve(answer));
    connection.write(`${text}\n`);
  });
}
