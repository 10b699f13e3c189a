/** Sloth 0.16 as a peer: its own program makes its own rules, in the run that measures them. https://sloth.dev */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type FoundProgram, obtainProgram, runProgram } from '../../../programs/find.ts';
import { type BenchGroup, parseRuleFile } from '../engine/rule-file.ts';
import { slothMeasured } from './sloth-measured.ts';

/** An availability objective in Sloth's terms; queries hold `{{.window}}` where their range goes. */
export interface SlothObjective {
  readonly service: string;
  readonly name: string;
  /** Between 0 and 1. */
  readonly target: number;
  readonly errorQuery: string;
  readonly totalQuery: string;
}

/** Sloth from the tool cache, or built with Go. Without Go, or when the build fails, it says so and gives nothing. */
export async function obtainSloth(onProgress: (line: string) => void): Promise<FoundProgram | undefined> {
  const sloth = await obtainProgram('sloth', { allowSlow: true, onProgress });
  if ('path' in sloth) return sloth;
  onProgress(
    `Sloth is built with Go (go.dev/dl) from the module proxy, and cannot be had here; its committed figures stand in. ${sloth.missing}`,
  );
  return undefined;
}

/** The sentence of the output that says whether Sloth was measured in this run. */
export function describeSloth(sloth: FoundProgram | undefined): string {
  return sloth === undefined
    ? `Sloth's figures are NOT of this run but those committed for ${slothMeasured.version}, since it could not be built.`
    : `Sloth ${sloth.version} (${sloth.source}) was measured in this run.`;
}

/** One file of Sloth's `prometheus/v1` with all objectives of one service. */
export function renderSlothSpec(objectives: readonly [SlothObjective, ...SlothObjective[]]): string {
  return stringify(
    {
      version: 'prometheus/v1',
      service: objectives[0].service,
      slos: objectives.map(({ name, target, errorQuery, totalQuery }) => ({
        name,
        objective: Number((target * 100).toPrecision(12)),
        description: name,
        sli: { events: { error_query: errorQuery, total_query: totalQuery } },
        alerting: {
          name: 'SlothBudgetBurn',
          page_alert: { labels: { severity: 'critical' } },
          ticket_alert: { labels: { severity: 'warning' } },
        },
      })),
    },
    { lineWidth: 0 },
  );
}

/**
 * Sloth's rules of one objective, over its default window of 30 days. Its groups name no interval, so they run at the
 * server's, which is given. Throws an Error with Sloth's own words when it refuses the objective.
 */
export async function slothRules(
  sloth: FoundProgram,
  objective: SlothObjective,
  { folder, evaluationSeconds }: { readonly folder: string; readonly evaluationSeconds: number },
): Promise<BenchGroup[]> {
  const [spec, rules] = [join(folder, 'sloth-spec.yml'), join(folder, 'sloth-rules.yml')];
  await writeFile(spec, renderSlothSpec([objective]));
  const { exitCode, stderr } = await runProgram(sloth, ['generate', '--no-log', '-i', spec, '-o', rules]);
  if (exitCode !== 0)
    throw new Error(`Sloth refused ${objective.service}/${objective.name}: ${stderr.trim()}`);
  return parseRuleFile(await readFile(rules, 'utf8'), evaluationSeconds);
}
