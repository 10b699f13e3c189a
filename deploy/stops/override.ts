/** What it takes to deploy all the same: a word that nobody types by accident, and a reason. */
import type { Stop } from './stop.ts';

export const overrideWord = 'DEPLOY';

export interface OverrideRequest {
  /** The word, where it was given beforehand. */
  readonly word: string | undefined;
  readonly reason: string | undefined;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** Resolves when all of them were overridden; throws the refusal otherwise. */
export async function overrideStops(stops: readonly Stop[], request: OverrideRequest): Promise<void> {
  if (stops.length === 0) return;
  const { word, reason, ask } = request;
  const instead = [...new Set(stops.map((stop) => stop.instead))].join('. ');
  const refusal = `${stops.map(({ sentence }) => sentence).join('; and ')}. Nothing was deployed. `;
  if (reason === undefined || reason.trim() === '')
    throw new Error(
      `${refusal}${instead}; or say why all the same with --reason TEXT and --override ${overrideWord}, which are recorded.`,
    );
  const given =
    word ??
    (await ask?.(
      `${stops.map(({ sentence }) => sentence).join('\n')}\nType ${overrideWord} to deploy all the same: `,
    ));
  if (given === undefined)
    throw new Error(`${refusal}${instead}; or add --override ${overrideWord}, which is recorded.`);
  if (given !== overrideWord)
    throw new Error(`${refusal}Only the word ${overrideWord} overrides that, and "${given}" is another.`);
}

/** As they are kept in the journal and on the desk. */
export function describeOverridden(stops: readonly Stop[]): string[] {
  return stops.map(({ sentence }) => `--override ${overrideWord}: ${sentence}`);
}
