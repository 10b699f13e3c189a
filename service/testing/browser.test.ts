/** No tests of its own: a headless Chromium from npm, unpacked for this run only. */
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { after } from 'mocha';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../bin');
const folder = mkdtempSync(join(tmpdir(), 'desk-browser-'));
let browser: Promise<Browser> | undefined;

/** The package's own unpacking shares one path in /tmp with every other user of the machine; this does not. */
export function openBrowser(): Promise<Browser> {
  browser ??= launch();
  return browser;
}

async function launch(): Promise<Browser> {
  const executablePath = join(folder, 'chromium');
  await unpack('chromium.br', executablePath, 0o700);
  const libraries = (await lacksLibraries(executablePath)) ? await unpackLibraries() : undefined;
  return chromium.launch({
    executablePath,
    // Tests run as root in containers, where Chromium refuses its sandbox; it opens nothing but the desk's pages.
    args: ['--no-sandbox', '--headless=shell', '--no-zygote', '--disable-gpu'],
    env: { HOME: folder, ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) },
  });
}

async function unpack(name: string, target: string, mode: number): Promise<void> {
  await pipeline(
    createReadStream(join(packed, name)),
    createBrotliDecompress(),
    createWriteStream(target, { mode }),
  );
}

/** NSS and NSPR are missing on bare machines. */
async function lacksLibraries(executable: string): Promise<boolean> {
  const { stdout } = await run('ldd', [executable]);
  return stdout.includes('not found');
}

async function unpackLibraries(): Promise<string> {
  const archive = join(folder, 'libraries.tar');
  await unpack('al2023.tar.br', archive, 0o600);
  await mkdir(join(folder, 'libraries'));
  await run('tar', ['-xf', archive, '-C', join(folder, 'libraries')]);
  return join(folder, 'libraries', 'lib');
}

after(async () => {
  await (await browser)?.close();
  rmSync(folder, { recursive: true, force: true });
});
