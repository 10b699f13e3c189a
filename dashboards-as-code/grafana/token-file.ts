/** A service account's token, read from a file that nobody else may read. */
import { open } from 'node:fs/promises';

/** Throws an Error that names the file and the fix, never what is in it. */
export async function readToken(path: string): Promise<string> {
  const file = await open(path).catch((cause: unknown) => {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new Error(
      `--token-file ${path} cannot be read (${reason}); put the token of a service account there.`,
      {
        cause,
      },
    );
  });
  try {
    const { mode } = await file.stat();
    // Windows has no such bits.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Error(
        `--token-file ${path} may be read by others (mode ${(mode & 0o777).toString(8)}); run "chmod 600 ${path}", and make a new token if they did.`,
      );
    const token = (await file.readFile('utf8')).trim();
    if (!/^[\x21-\x7e]{1,1000}$/.test(token))
      throw new Error(
        `--token-file ${path} holds ${token === '' ? 'nothing' : 'more than a token'}; it must hold the token of a service account (glsa_...) and nothing else.`,
      );
    return token;
  } finally {
    await file.close();
  }
}
