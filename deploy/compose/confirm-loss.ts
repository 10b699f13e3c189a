/** What it takes to lose every row of a database: its stack's name, typed by a person, or an option of its own. */

export interface LossConfirmation {
  /** Whether it was confirmed beforehand. */
  readonly isConfirmed: boolean;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** Throws the refusal unless it is confirmed. */
export async function confirmLoss(project: string, { isConfirmed, ask }: LossConfirmation): Promise<void> {
  if (isConfirmed) return;
  const given = await ask?.(`Type ${project} to lose every row of its database: `);
  if (given === undefined)
    throw new Error(
      `--volumes takes every row of ${project} away, and nobody is here to confirm that. Nothing was removed. Add --yes, or leave --volumes out.`,
    );
  if (given !== project)
    throw new Error(
      `Only the name ${project} confirms that, and "${given}" is another. Nothing was removed.`,
    );
}
