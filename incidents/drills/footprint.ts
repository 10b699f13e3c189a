/** How much memory everything that a run started holds. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFootprint {
  readonly name: string;
  readonly residentBytes: number;
}

/**
 * Resident memory by process, everything it started included (a database has many). Pages that several processes share
 * are divided among them where the kernel tells (proportional set size), otherwise counted once a process.
 * Linux only; elsewhere every figure is 0.
 */
export function footprintsOf(roots: readonly { name: string; pid: number }[]): ProcessFootprint[] {
  const children = childrenByParent();
  const treeBytes = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + treeBytes(child), residentBytesOf(pid));
  return roots.map(({ name, pid }) => ({ name, residentBytes: treeBytes(pid) }));
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of listPids()) {
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    // Field 4; field 2 is a command in parentheses that may hold anything.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

export function residentBytesOf(pid: number): number {
  const proportional = /^Pss:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`));
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/status`));
  return Number(proportional?.[1] ?? resident?.[1] ?? 0) * 1024;
}

function listPids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number);
  } catch {
    return [];
  }
}

/** A process may end between the listing and the reading. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
