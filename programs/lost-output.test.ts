import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const commandLine = new URL('./command-line.ts', import.meta.url).href;

/** Says something twenty times a second for three seconds, then ends with 7, as `runner` has it. */
const script = (runner: string): string => `
  import { setTimeout as pause } from 'node:timers/promises';
  import { ${runner} } from ${JSON.stringify(commandLine)};
  process.exitCode = await ${runner}(async () => {
    process.on('SIGHUP', () => process.stdout.write('SIGHUP\\n'));
    for (let line = 0; line < 60; line += 1) {
      console.log('line ' + line);
      process.stderr.write('line ' + line + '\\n');
      await pause(50);
    }
    return 7;
  }, []);`;

/** Reads its first line, then nothing more, and gives its exit code. */
async function exitCodeWithoutReader(
  runner: string,
  stopReading: (child: ReturnType<typeof start>) => void,
): Promise<unknown> {
  const child = start(runner);
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  stopReading(child);
  const [code] = await exited;
  return code;
}

function start(runner: string) {
  return spawn(process.execPath, ['--input-type=module', '-e', script(runner)]);
}

describe('output that nobody reads any more', () => {
  it('does not end a verb, nor what it does on the signal that comes with it', async () => {
    const code = await exitCodeWithoutReader('runVerb', (child) => {
      child.stdout.destroy();
      child.stderr.destroy();
      child.kill('SIGHUP');
    });
    expect(code).to.equal(7);
  });

  it('ends what only prints, at once and quietly', async () => {
    let said = '';
    const code = await exitCodeWithoutReader('runQuestion', (child) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      child.stdout.destroy();
    });
    expect(code).to.equal(141);
    expect(said).to.match(/^(line \d+\n)*$/);
    expect(said).to.not.include('line 20');
  });
});
