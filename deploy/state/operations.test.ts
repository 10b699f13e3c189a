import { expect } from 'chai';
import { describe, it } from 'mocha';
import { foldDecisions } from './decisions.ts';
import type { JournalEntry } from './journal.ts';
import { describeOutcome, foldOperations, newOperationId, openOperations } from './operations.ts';

const at = '2026-11-21T07:43:12.000Z';
type Line = readonly [
  operation: string,
  phase: JournalEntry['phase'],
  step?: string | undefined,
  detail?: JournalEntry['detail'],
];

function journal(...lines: readonly Line[]): JournalEntry[] {
  return lines.map(([operation, phase, step, detail]) => ({
    version: 2,
    at,
    operation,
    verb: operation.split('-')[0] ?? '',
    phase,
    step,
    detail,
  }));
}

const ended = { outcome: 'succeeded', seconds: 2.5 };

describe('operations of a journal', () => {
  it('are what was begun, with how each ended, the verdict of its gate and where it was cut off', () => {
    const operations = foldOperations(
      journal(
        ['deploy-1', 'begin', undefined, { by: 'ada', release: 'r1', reason: 'why', overrides: ['--x'] }],
        ['deploy-1', 'failed', 'gate', { verdict: 'no-data' }],
        ['deploy-1', 'end', undefined, { outcome: 'failed', seconds: 2.5, sentence: 'no' }],
        ['rollback-1', 'begin', undefined, { release: 'r0' }],
        ['rollback-1', 'intent', 'serve'],
      ),
    );
    expect(operations[0]).to.deep.include({
      by: 'ada',
      release: 'r1',
      reason: 'why',
      overrides: ['--x'],
      verdict: 'no-data',
      outcome: 'failed',
      seconds: 2.5,
    });
    expect(operations.map(describeOutcome)).to.deep.equal(['failed', 'cut off at serve']);
    expect(foldOperations([])).to.deep.equal([]);
  });

  it('tell who pruned, which is one line, and whose watch was ended', () => {
    const entries = journal(
      ['prune-1', 'end', undefined, { by: 'ada', outcome: 'succeeded', sentence: 'prune freed nothing.' }],
      ['watch-1', 'begin', undefined, { by: 'bob', release: 'r2', previous: 'r1', reason: 'r2 held' }],
      ['watch-1', 'intent', 'stop'],
    );
    const operations = foldOperations(entries);
    expect(operations.map(({ by, verb }) => `${by} ${verb}`)).to.deep.equal(['ada prune', 'bob watch']);
    expect(openOperations(operations).map(describeOutcome)).to.deep.equal(['cut off at stop']);
    expect(foldDecisions(entries).map(({ by, what, why }) => [by, what, why])).to.deep.equal([
      ['ada', 'prune succeeded', 'prune freed nothing.'],
      ['bob', 'end the watch of r2', 'r2 held'],
    ]);
  });

  it('are not open where only another down of the containers can end them, and tell who took these down', () => {
    const detail = { by: 'ada', overrides: ['--volumes'], reason: 'moved' };
    const entries = journal(['down-1', 'begin', undefined, detail]);
    expect(foldOperations(entries).map(describeOutcome)).to.deep.equal(['cut off at its beginning']);
    expect(openOperations(foldOperations(entries))).to.deep.equal([]);
    expect(foldDecisions(entries)[0]).to.deep.include({ by: 'ada', what: 'take the containers down' });
  });

  it('stay open until a resume has succeeded, also when an earlier resume failed or was cut off', () => {
    const cutOff: Line[] = [
      ['deploy-1', 'begin'],
      ['deploy-1', 'done', 'canary'],
    ];
    const open = (...more: Line[]): string[] =>
      openOperations(foldOperations(journal(...cutOff, ...more))).map(({ operation }) => operation);
    const failed: Line[] = [
      ['resume-1', 'begin'],
      ['resume-1', 'end', undefined, { outcome: 'failed' }],
    ];
    expect(open()).to.deep.equal(['deploy-1']);
    expect(open(...failed)).to.deep.equal(['deploy-1']);
    expect(open(...failed, ['resume-2', 'begin'])).to.deep.equal(['deploy-1', 'resume-2']);
    expect(
      open(['resume-1', 'begin'], ['resume-2', 'begin'], ['resume-2', 'end', undefined, ended]),
    ).to.deep.equal([]);
  });

  it('have ids that differ when the clock stands still or was set back', () => {
    const of = { service: 'desk', environment: 'staging', verb: 'deploy' };
    const taken: string[] = [];
    for (const now of [at, at, '2026-11-21T06:00:00.000Z', at])
      taken.push(newOperationId(of, new Date(now), taken));
    expect(new Set(taken).size).to.equal(4);
    expect(taken[3]).to.equal('desk-staging-deploy-20261121T074312000Z-3');
  });
});

describe('decisions of a journal', () => {
  it('are who asked from where and why, what the gate said, what came of it, and what was taken over', () => {
    const from = { host: 'h', pid: 7 };
    const takenFrom = { by: 'bob', verb: 'rollback', since: at, process: { pid: 6 } };
    const decisions = foldDecisions(
      journal(
        ['deploy-0', 'takeover', undefined, { by: 'ada', from, takenFrom }],
        [
          'deploy-1',
          'begin',
          undefined,
          { by: 'ada', from, release: 'r1', reason: 'why', overrides: ['--x'] },
        ],
        ['deploy-1', 'healed', undefined, { torn: '{' }],
        ['deploy-1', 'intent', 'gate'],
        ['deploy-1', 'done', 'gate', { verdict: 'pass', reasons: ['good'] }],
        ['deploy-1', 'done', 'serve'],
        ['deploy-1', 'end', undefined, { ...ended, sentence: 'done' }],
      ),
    );
    expect(decisions.map(({ by, what, why }) => [by, what, why])).to.deep.equal([
      ['ada', `took over the lock of a rollback by bob (pid 6) since ${at}, dead`, undefined],
      ['ada', 'deploy of r1', 'why'],
      ['ada', 'cut off a torn line of the journal', undefined],
      ['the gate', 'pass', 'good'],
      ['ada', 'deploy succeeded', 'done'],
    ]);
    expect(decisions[1]).to.deep.include({ from, overrides: ['--x'] });
  });
});
