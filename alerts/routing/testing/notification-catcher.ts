/** For tests: an HTTP server that takes what Alertmanager sends to the desk, Slack, PagerDuty and webhooks, and keeps it. */
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

export interface CaughtNotification {
  /** The path it was sent to, which is how a test tells receivers apart. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export class NotificationCatcher {
  readonly #caught: CaughtNotification[] = [];
  readonly #server: Server;
  #heard = Promise.withResolvers<void>();

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { url = '', headers } = request;
      this.#caught.push({ path: url, authorization: headers.authorization, body: await text(request) });
      // As the services themselves answer: newer versions of Alertmanager read what Slack says.
      if (url === '/pagerduty')
        response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success"}');
      else response.writeHead(200, { 'content-type': 'text/html' }).end('ok');
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    });
  }

  /** Listens on a loopback port until it is closed. */
  static async start(): Promise<NotificationCatcher> {
    const catcher = new NotificationCatcher();
    await new Promise<void>((resolve) => catcher.#server.listen(0, '127.0.0.1', resolve));
    return catcher;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the catcher does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What has come to a path so far, oldest first. */
  at(path: string): CaughtNotification[] {
    return this.#caught.filter((notification) => notification.path === path);
  }

  /** The first notification that is wanted, when it has come; a test's own timeout ends the wait. */
  async first(isWanted: (notification: CaughtNotification) => boolean): Promise<CaughtNotification> {
    for (;;) {
      const found = this.#caught.find(isWanted);
      if (found !== undefined) return found;
      await this.#heard.promise;
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
