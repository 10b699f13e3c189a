/** What an import says about a file: every line names the document, the path in it and what to do. */

/**
 * `fault`: the document is not valid, nothing is written. `refused`: valid, but the catalog cannot say it exactly, so
 * the objective is missing from the result. `note`: the objective is carried, this part of the document is not.
 */
export interface Finding {
  readonly weight: 'fault' | 'refused' | 'note';
  /** `document 2, SLO "checkout"`. */
  readonly document: string;
  readonly path: string;
  readonly reason: string;
}

/** Collects findings about one document. `refuse` and `fault` answer undefined, so that a reader can return them. */
export interface Report {
  readonly note: (path: string, reason: string) => void;
  readonly refuse: (path: string, reason: string) => undefined;
  readonly fault: (path: string, reason: string) => undefined;
}

export function reportOn(document: string, findings: Finding[]): Report {
  const add = (weight: Finding['weight']) => (path: string, reason: string) => {
    findings.push({ weight, document, path, reason });
    return undefined;
  };
  return { note: add('note'), refuse: add('refused'), fault: add('fault') };
}

const prefixes = {
  fault: 'error',
  refused: 'not carried',
  note: 'note',
} as const satisfies Record<Finding['weight'], string>;

/** One line without line breaks of its own. */
export function renderFinding({ weight, document, path, reason }: Finding): string {
  const place = path === '' ? document : `${document}: ${path}`;
  return `${prefixes[weight]}: ${place}: ${reason}`.replaceAll(/\s+/g, ' ');
}
