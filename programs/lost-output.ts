/**
 * What a command does when its terminal is closed or the pipe behind it ends (`| tee` killed, `| head` satisfied, an SSH
 * connection dropped). Each write fails from then on, and in Node a failure that nobody listens for ends the process
 * where it stands, in the midst of its own undoing too.
 */

/** What a shell reports of a command that SIGPIPE ended, 128 + 13. */
const readerGoneExitCode = 141;

/** From now on this process goes on without its readers: for what must come to its end, or be taken back. */
export function outliveReaders(): void {
  // There is nobody left to tell. What was done is where it is recorded, not in what would have been said.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** From now on this process ends quietly when nobody reads it any more: for what only asks and prints. */
export function endWithReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A full disk behind the redirection is another matter.
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      process.exit(readerGoneExitCode);
    });
}
