// Installs the pinned dependencies (Node 24 among them) when they are missing or stale. Plain JavaScript,
// because it runs on whatever Node started npm (>= 20), before anything is installed.
// With --if-missing a stale installation is left alone: the Node that serves and the verb that rolls back run from it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.tocsin-lock-sha256');

const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
// npm leaves the second one at the end of an install that somebody did by hand.
const isInstalled = existsSync(stampFile) || existsSync(join(root, 'node_modules', '.package-lock.json'));
const isFresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash;
const isLeftAlone = isInstalled && process.argv.includes('--if-missing');

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(
    `Node ${process.versions.node} started npm; Tocsin needs 20 or newer to set itself up. Get one from https://nodejs.org.`,
  );
  process.exit(1);
}
if (!isFresh && !isLeftAlone) {
  console.error(
    'Installing dependencies (Node 24 and PostgreSQL 18 come with them); about half a minute, once.',
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // --engine-strict=false: the engines that matter are checked against the Node 24 being installed, not this one.
  const result = spawnSync(
    npm,
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'],
    {
      cwd: root,
      stdio: ['ignore', process.stderr, 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (result.status !== 0) {
    console.error(
      `npm ci failed (${result.error?.message ?? `exit ${result.status}`}). Is the npm registry reachable and the disk writable? Run "npm ci" here to see more.`,
    );
    process.exit(1);
  }
  const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const version = spawnSync(existsSync(node) ? node : process.execPath, ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).stdout?.trim();
  if (Number(/^v(\d+)/.exec(version ?? '')?.[1]) < 24) {
    console.error(
      `Tocsin runs on Node 24, and npm has none for this machine (${process.platform} ${process.arch}; found ${version}). Install Node 24 or newer from https://nodejs.org and start again.`,
    );
    process.exit(1);
  }
  writeFileSync(stampFile, lockHash);
}
