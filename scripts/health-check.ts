/** `scripts/health-check.sh [URL]`: whether users can be served, and by parts what is amiss. */
import { parseArgs } from 'node:util';
import { runQuestion } from '../programs/command-line.ts';
import { readHealthUrl } from './config.ts';
import { healthAnswerSchema } from './health-answer.ts';

const usage = `scripts/health-check.sh [URL]

Asks /health/ready and /health/detailed. Exit code 0 when the service is ready and none of its parts is unhealthy
(degraded parts are told), 1 when not, 2 when not understood. Without an address: HEALTH_URL, else the proxy of the
stack that runs.

Example: scripts/health-check.sh http://127.0.0.1:8080`;

const timeoutMs = 5_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help || positionals.length > 1) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const base = (positionals[0] ?? readHealthUrl()).replace(/\/$/, '');
  const ready = await ask(`${base}/health/ready`);
  console.log(`${base}/health/ready answers ${ready.status}: ${ready.text.slice(0, 300)}`);
  const detailed = await ask(`${base}/health/detailed`);
  for (const line of describeParts(`${base}/health/detailed`, detailed)) console.log(line);
  // Another service than the desk may have no such page; then it is ready or not.
  const isWell = detailed.status === 200 || detailed.status === 404;
  return ready.status === 200 && isWell ? 0 : 1;
}

async function ask(url: string): Promise<Answer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const reason = error instanceof Error ? messageOf(error) : String(error);
    throw new Error(`${url} does not answer: ${reason}. Is the service running?`, { cause: error });
  }
}

function messageOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

function describeParts(url: string, { status, text }: Answer): string[] {
  if (status === 404) return [`${url} answers 404: it tells nothing of its parts`];
  const parsed = healthAnswerSchema.safeParse(parseJson(text));
  if (!parsed.success) return [`${url} answers ${status}: ${text.slice(0, 300)}`];
  const { components } = parsed.data;
  return [
    `${url} answers ${status}: ${parsed.data.status}`,
    ...components.map(({ name, state, latencyMs, version, detail }) =>
      [`  ${name.padEnd(12)} ${state.padEnd(10)} ${latencyMs} ms`, version, detail]
        .filter((part) => part !== '')
        .join('  '),
    ),
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

process.exit(await runQuestion(main, process.argv.slice(2)));
