/** The scenarios' counters as two processes expose them, and what really happened. */
import { sampleLine, seriesName } from '../engine/open-metrics.ts';
import { requestsPerSecond, restartSecondOfDay, type Scenario, windowDays } from './scenarios.ts';

export const scrapeSeconds = 30;

/** Scrapes happen a little after the evaluations, as they do in life. */
const scrapePhaseSeconds = 7;

const instances = ['a:9090', 'b:9090'] as const;

/** Before the 30 days begin: what the first windows need to look back at. */
export const runUpSeconds = 3_600;

export interface Events {
  total: number;
  bad: number;
}

/** Every scrape of both processes, up to `end` (Unix seconds). Gives back what happened in the 30 days before it. */
export function* rawCounters(scenario: Scenario, end: number): Generator<string, Events> {
  const begin = end - windowDays * 86_400;
  const truth: Events = { total: 0, bad: 0 };
  const processes = instances.map((instance) => new CountingProcess(scenario, instance));
  for (let time = begin - runUpSeconds + scrapePhaseSeconds; time <= end; time += scrapeSeconds) {
    const happened = eventsBefore(scenario, time - begin);
    for (const process of processes) {
      if (scenario.restarts && isRestart(time - begin)) process.restart();
      const counted = process.count(happened);
      if (time > begin) {
        truth.total += counted.total;
        truth.bad += counted.bad;
      }
      yield* process.scrape(time);
    }
  }
  return truth;
}

/** Expected events of one process in the interval before this second. */
function eventsBefore({ badShare }: Scenario, seconds: number): Events {
  const middle = seconds - scrapeSeconds / 2;
  const total = (requestsPerSecond(middle) * scrapeSeconds) / instances.length;
  return { total, bad: middle < 0 ? 0 : total * badShare(middle) };
}

function isRestart(seconds: number): boolean {
  const ofDay = seconds % 86_400;
  return ofDay >= restartSecondOfDay && ofDay < restartSecondOfDay + scrapeSeconds;
}

/** Counts whole events: what is left of one is kept for the next interval. */
class CountingProcess {
  readonly #scenario: Scenario;
  readonly #names: { readonly good: string; readonly bad: string; readonly up: string };
  readonly #rest: Events = { total: 0, bad: 0 };
  #counted: Events = { total: 0, bad: 0 };

  constructor(scenario: Scenario, instance: string) {
    const { service } = scenario;
    const labels = { service, environment: 'production', job: service, instance };
    this.#scenario = scenario;
    this.#names = {
      good: seriesName('http_requests_total', { ...labels, status: '200' }),
      bad: seriesName('http_requests_total', { ...labels, status: '500' }),
      up: seriesName('up', labels),
    };
  }

  restart(): void {
    this.#counted = { total: 0, bad: 0 };
  }

  count(happened: Events): Events {
    this.#rest.total += happened.total;
    this.#rest.bad += happened.bad;
    const total = Math.floor(this.#rest.total);
    // No more than there were, or the other counter would go back, which is a reset to whoever reads it.
    const whole = { total, bad: Math.min(total, Math.floor(this.#rest.bad)) };
    this.#rest.total -= whole.total;
    this.#rest.bad -= whole.bad;
    this.#counted.total += whole.total;
    this.#counted.bad += whole.bad;
    return whole;
  }

  *scrape(time: number): Generator<string> {
    const { total, bad } = this.#counted;
    yield sampleLine(this.#names.good, total - bad, time);
    if (bad > 0 || !this.#scenario.errorsBornLate) yield sampleLine(this.#names.bad, bad, time);
    yield sampleLine(this.#names.up, 1, time);
  }
}
