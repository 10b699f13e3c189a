/** Every query of the 5xx board over an hour, asked of a real Prometheus that holds a desk of some size. */
import { renderRules } from '../../alerts/artefacts.ts';
import { importSamples } from '../../alerts/bench/engine/blocks.ts';
import { parseRuleFile } from '../../alerts/bench/engine/rule-file.ts';
import type { Scratch } from '../../alerts/bench/engine/scratch.ts';
import { recordedHistory } from '../../alerts/bench/rules/recorded-history.ts';
import { desk } from '../../alerts/catalog/desk.ts';
import { shippedBoards } from '../shipped-boards.ts';
import { type AskedQuery, askedQueries, type Round } from '../verify/round.ts';
import { verifyBoards } from '../verify/verify-boards.ts';
import { environment, samples, scrapeSeconds, seriesNames } from './desk-series.ts';
import type { ServiceSize } from './service-size.ts';

/** A whole day, so that every group of rules has just been evaluated. */
const end = Date.UTC(2026, 0, 1) / 1000;
const shownSeconds = 3_600;
/** The fastest counts: the first reads the blocks from the disk. */
const repetitions = 3;

export interface MeasuredBoard {
  readonly size: ServiceSize;
  readonly series: number;
  /** Of Prometheus; Loki and Jaeger are not asked. */
  readonly queries: readonly AskedQuery[];
}

export async function measureBoard({ runDir, serve }: Scratch, size: ServiceSize): Promise<MeasuredBoard> {
  const names = seriesNames(size);
  await importSamples(runDir, 'exported', samples(names, end));
  const groups = parseRuleFile(renderRules(desk), scrapeSeconds);
  const rules = { maker: 'ours', groups, resultLabels: { environment } };
  await importSamples(runDir, 'recorded', recordedHistory(rules, end));
  const { url } = await serve();
  const rounds: Round[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    rounds.push({
      instant: String(repetition),
      at: new Date(end * 1000).toISOString(),
      results: await ask(url),
    });
  const queries = askedQueries(rounds);
  const failed = rounds.flatMap(({ results }) => results).find(({ status }) => status === 'error');
  if (failed !== undefined) throw new Error(`"${failed.panel}" ${failed.query}: ${failed.error}`);
  return {
    size,
    series: names.length,
    queries: queries.filter(({ results }) => results.every(({ status }) => status !== 'skipped')),
  };
}

function ask(prometheusUrl: string): ReturnType<typeof verifyBoards> {
  return verifyBoards({
    boards: shippedBoards().filter(isErrorsBoard),
    at: new Date(end * 1000),
    lastSeconds: shownSeconds,
    scrapeIntervalSeconds: scrapeSeconds,
    chosen: {},
    preferred: { environment },
    prometheusUrl,
    lokiUrl: undefined,
    jaegerUrl: undefined,
  });
}

function isErrorsBoard(board: unknown): boolean {
  return typeof board === 'object' && board !== null && 'uid' in board && board.uid === `${desk.name}-errors`;
}
