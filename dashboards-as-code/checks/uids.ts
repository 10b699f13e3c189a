/** Addresses of boards: what Grafana refuses as a uid, and boards that would overwrite each other. */
import type { Fault } from './fault.ts';
import type { SealedBoard } from './sealed-board.ts';

/** What Grafana's API takes; it answers 400 to anything else. */
const mostCharacters = 40;

export function uidFaults(boards: readonly SealedBoard[]): Fault[] {
  const byUid = new Map<string, SealedBoard>();
  return boards.flatMap((sealed) => {
    const { uid, title } = sealed;
    const faults = shapeFaults(uid, title);
    // Some of Grafana's databases, and some file systems, take capitals and small letters for the same.
    const other = byUid.get(uid.toLowerCase());
    byUid.set(uid.toLowerCase(), sealed);
    if (other === undefined) return faults;
    return [
      ...faults,
      {
        board: uid,
        what: `"${title}" and "${other.title}" (${other.uid}) have the same uid, and one would overwrite the other`,
        fix: 'rename a service or a board',
      },
    ];
  });
}

function shapeFaults(uid: string, title: string): Fault[] {
  if (uid === '')
    return [{ board: uid, what: `"${title}" has no uid, so no link finds it`, fix: 'give it one' }];
  const strange = /[^a-zA-Z0-9_-]/u.exec(uid)?.[0];
  return [
    ...(strange === undefined
      ? []
      : [
          {
            board: uid,
            what: `Grafana refuses ${JSON.stringify(strange)} in a uid`,
            fix: 'name the service with a-z, 0-9 and "-" only',
          },
        ]),
    ...(uid.length <= mostCharacters
      ? []
      : [
          {
            board: uid,
            what: `its uid has ${uid.length} characters, and Grafana takes ${mostCharacters}`,
            fix: 'shorten the name of the service or of the board',
          },
        ]),
  ];
}
