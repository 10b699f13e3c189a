import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect } from 'chai';

/** Every TCP socket that the process listens on has the address 127.0.0.1. */
export function expectLoopbackOnly(pid: number): void {
  if (process.platform !== 'linux') return;
  const inodes = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => socketInode(pid, fd)));
  const listening = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? ''))
      .map((fields) => fields[1]?.split(':')[0]),
  );
  expect(new Set(listening)).to.deep.equal(new Set(['0100007F']));
}

function socketInode(pid: number, fd: string): string {
  try {
    return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? '';
  } catch {
    return '';
  }
}
