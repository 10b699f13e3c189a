/** `npm run dashboards -- push`: the boards of the catalog into a Grafana that runs. */
import { abortOnInterrupt } from '../../programs/interrupt.ts';
import { renderedBoards } from '../diff/rendered-boards.ts';
import { ordinaryBounds } from './connection.ts';
import { grafanaUrl } from './grafana-url.ts';
import { pushBoards } from './push.ts';
import { readPushArguments, usage } from './push-arguments.ts';
import { readToken } from './token-file.ts';

/** Returns the exit code; throws an Error, before anything is written, for what cannot be pushed at all. */
export async function runPush(args: string[]): Promise<number> {
  const asked = readPushArguments(args);
  if (asked === 'help') {
    console.log(usage);
    return 0;
  }
  if ('fault' in asked) {
    console.error(`${asked.fault}\n\n${usage}`);
    return 2;
  }
  const { url, tokenFile, boards: wanted, ...push } = asked;
  const connection = { url: grafanaUrl(url), token: await readToken(tokenFile), ...ordinaryBounds };
  const rendered = await renderedBoards();
  const unknown = wanted?.find((uid) => !rendered.some((board) => board.uid === uid));
  if (unknown !== undefined)
    throw new Error(
      `--board ${unknown}: the catalog renders no such board; there is ${rendered.map(({ uid }) => uid).join(', ')}.`,
    );
  const boards = rendered.filter(({ uid }) => wanted?.includes(uid) ?? true);
  const signal = abortOnInterrupt((name) => console.error(`${name}: taking back what was pushed so far`));
  return pushBoards(connection, { ...push, boards, signal }, console.log);
}
