/** Changes that are no drill's: what the figures about delivery are made of, which drills are kept out of. */
import { DeskClient } from './desk-client.ts';
import type { Drill } from './drill.ts';

/** A deployment that held, one that was rolled back, one in spite of a freeze that the gate refused, and a freeze that goes on. */
export async function tellOfSampleChanges(
  deskUrl: string,
  { service, environment }: Pick<Drill, 'service' | 'environment'>,
): Promise<void> {
  const desk = new DeskClient(deskUrl);
  const now = Date.now();
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * 60_000).toISOString();
  const common = { service, environment, by: 'rehearsal', summary: 'a sample' } as const;
  const gate = (verdict: string): object => ({ committedAt: at(180), steps: { gate: { verdict } } });
  const ended = { startedAt: at(3), endedAt: at(2) } as const;
  const changes = [
    { ...common, ...ended, kind: 'deploy', release: 'sample-1', status: 'succeeded', detail: gate('pass') },
    {
      ...common,
      ...ended,
      kind: 'deploy',
      release: 'sample-2',
      status: 'succeeded',
      detail: gate('too-few-samples'),
    },
    {
      ...common,
      ...ended,
      kind: 'deploy',
      release: 'sample-3',
      status: 'failed',
      detail: { ...gate('fail'), overridden: ['freeze'] },
    },
    {
      ...common,
      kind: 'rollback',
      release: 'sample-1',
      previousRelease: 'sample-2',
      status: 'succeeded',
      startedAt: at(1),
      endedAt: at(0),
    },
    { ...common, kind: 'freeze', release: '', status: 'started', startedAt: at(1) },
  ];
  for (const change of changes) await desk.tellOfChange(change);
}
