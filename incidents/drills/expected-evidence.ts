/** What an incident's evidence must hold for a rehearsal to count: found where the backend is there, said to be missing where not. */
import type { Evidence } from '../../service/evidence/evidence.ts';
import type { FrozenPanels } from '../../service/panels/frozen-panels.ts';

export interface EvidenceExpectation {
  readonly route: string;
  readonly suspectReleases: readonly string[];
  readonly hasLoki: boolean;
  readonly hasJaeger: boolean;
}

/** One sentence for each part that is not as it must be; none when all is there. */
export function evidenceGaps(evidence: Evidence | null, expected: EvidenceExpectation): string[] {
  if (evidence === null) return ['no evidence was gathered'];
  const { routes, logs, trace, change, links } = evidence;
  const gaps = [];
  if (routes.status !== 'found' || !routes.rows.some(({ route }) => route === expected.route))
    gaps.push(`failing routes do not name ${expected.route} (${describe(routes)})`);
  gaps.push(...backendGap('error lines', logs, expected.hasLoki));
  gaps.push(...backendGap('failing trace', trace, expected.hasJaeger));
  if (change.status !== 'found' || !expected.suspectReleases.includes(change.change.release))
    gaps.push(
      `the suspect change is not of release ${expected.suspectReleases.join(' or ')} (${describe(change)})`,
    );
  if (!/^https?:.*\/runbooks\//.test(links.runbook)) gaps.push(`no link to the runbook (${links.runbook})`);
  if (!links.dashboard.includes('/d/')) gaps.push('no link to the dashboard panel');
  return gaps;
}

/** Every key panel must have data: the service is measured, and its requests fail. */
export function panelGaps(frozen: FrozenPanels | null): string[] {
  if (frozen === null) return ['no key panels were kept'];
  if (frozen.status !== 'asked') return [`no key panels were kept (${frozen.reason})`];
  return frozen.panels.flatMap((panel) =>
    panel.status === 'found' && panel.failure === ''
      ? []
      : [`the key panel "${panel.title}" has no data (${describe(panel)})`],
  );
}

function backendGap(what: string, part: Evidence['logs'] | Evidence['trace'], isThere: boolean): string[] {
  const wanted = isThere ? 'found' : 'unavailable';
  return part.status === wanted ? [] : [`${what}: expected ${wanted}, got ${describe(part)}`];
}

function describe(part: { readonly status: string; readonly reason?: string }): string {
  return part.reason === undefined ? part.status : `${part.status}: ${part.reason}`;
}
