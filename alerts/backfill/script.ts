/**
 * The steps that give recorded counts a past, as a shell script that runs where Prometheus keeps its data. What it minds was
 * found with Prometheus and promtool 2.42.
 */
import { stringify } from 'yaml';
import { durationSeconds } from '../duration.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { type BackfillPass, backfillPasses, ruleFileOf } from './passes.ts';

export interface BackfillSetting {
  /** Unix seconds; the last moment is included. */
  readonly start: number;
  readonly end: number;
  readonly url: string;
  /** Prometheus' `--storage.tsdb.path`. */
  readonly dataDir: string;
}

/** POSIX sh; it needs promtool and awk. Exits with 1, and says why, when a step did not do what it should. */
export function renderBackfillScript(
  services: readonly ServiceDefinition[],
  { start, end, url, dataDir }: BackfillSetting,
): string {
  const passes = backfillPasses(services);
  const steps = passes.map((pass, index) => renderPass(pass, `${index + 1} of ${passes.length}`));
  const first = passes[0];
  if (first === undefined) return '# Nothing to do: no objective, so nothing is recorded.\n';
  return `#!/bin/sh
# Fills in the recorded counts of ${services.map(({ name }) => name).join(', ')}
# from ${isoTime(start)} to ${isoTime(end)}. Run it with sh, where Prometheus keeps its data, as the user it runs as.
#
# - Prometheus goes on running. It must have the raw series of that time, and its retention must reach back to START.
# - END lies three hours back or more. A block that reaches into the newest hours makes the next restart forget the
#   raw samples before the block's end: Prometheus takes them for written.
# - END lies before the first count that Prometheus recorded itself: other moments, so events would be counted twice.
#   At the seam at most one interval of the base and one of the long level are missing, once.
# - After a run that broke off, run the same script with AGAIN=yes: the same moments, so nothing is counted twice.
# - "too many samples" or a timeout: make the pass's 18h or so 6h or 2h. Each rule gets its own blocks; Prometheus
#   merges them in the next hours.
set -eu
START=${start}
END=${end}
URL=${quoted(url)}
DATA=${quoted(dataDir)}
SERVICES='${services.map(({ name }) => name).join('|')}'

stop() { echo "backfill: $1" >&2; exit 1; }

# How many samples of these records the server has between START and END.
recorded() {
  SUM=0
  for RECORD in $1; do
    ANSWER=$(promtool query instant --time="$END" "$URL" \
      "sum(count_over_time($RECORD{service=~'$SERVICES'}[$((END - START + 1))s]))") || return 1
    COUNT=$(printf '%s' "$ANSWER" | awk '{ print $3 }')
    SUM=$((SUM + \${COUNT:-0}))
  done
  echo "$SUM"
}

# Makes the blocks of level.yml and moves them in: RECORDS SECONDS BLOCK IS_READ
fill() {
  MADE=0
  # promtool derives the moments from the file's name, and loses the one in the last second before each block's end: then
  # another name.
  for NAME in a b c d e f g h; do
    rm -rf blocks "$NAME.yml"
    cp level.yml "$NAME.yml"
    promtool tsdb create-blocks-from rules --quiet --max-block-duration="$3" --url="$URL" \\
      --start="$START" --end="$END" --eval-interval="$2s" --output-dir=blocks "$NAME.yml" ||
      stop "promtool could not make the blocks; its reason is above"
    mkdir -p blocks/wal # without it "tsdb dump" reads nothing
    promtool tsdb dump blocks > dump || stop "promtool could not read the blocks that it made"
    MADE=$(awk -v step="$2" 'NR == 1 && $NF % (step * 1000) > (step - 1) * 1000 { print -1; over = 1; exit }
      END { if (!over) print NR }' dump)
    rm -f dump
    [ "$MADE" -eq -1 ] || break
  done
  [ "$MADE" -ge 0 ] || stop "no name of a file gave moments that promtool keeps; try another START"
  [ "$MADE" -gt 0 ] || stop "no sample came of $1: the server at $URL has no raw series of that time, or they are called differently"
  # On the same disk a move is at once, so Prometheus never sees half a block.
  mv blocks/?????????????????????????? "$DATA"/
  [ "$4" = yes ] || return 0
  # It looks for new blocks once a minute.
  TRIES=60
  while HAVE=$(recorded "$1") || stop "$URL gives no answer"; [ "$HAVE" -lt "$MADE" ]; do
    TRIES=$((TRIES - 1))
    [ "$TRIES" -gt 0 ] || stop "the server has $HAVE of $MADE samples of $1: does it keep its data in $DATA, and is it allowed to read there?"
    sleep 5
  done
}

[ -d "$DATA" ] || stop "there is no folder $DATA; DATA is Prometheus' --storage.tsdb.path"
if [ "\${AGAIN:-no}" != yes ]; then
  HAVE=$(recorded ${quoted(recordsOf(first))}) || stop "$URL gives no answer"
  [ "$HAVE" -eq 0 ] || stop "$HAVE samples are recorded between START and END already: END must lie before them (--until); AGAIN=yes if they are of this script"
fi
mkdir -p "$DATA/tocsin-backfill"
cd "$DATA/tocsin-backfill"
DATA=$(cd .. && pwd)

${steps.join('\n')}
cd "$DATA"
rm -rf "$DATA/tocsin-backfill"
echo "Done; Prometheus shows the last level within a minute."
`;
}

function renderPass(pass: BackfillPass, which: string): string {
  const { interval, blockHours, isRead } = pass;
  const seconds = durationSeconds(interval);
  return `echo "Pass ${which}: counts of every ${interval}"
cat > level.yml <<'END_OF_RULES'
${stringify(ruleFileOf(pass), { lineWidth: 0, aliasDuplicateObjects: false })}END_OF_RULES
fill ${quoted(recordsOf(pass))} ${seconds} ${blockHours}h ${isRead ? 'yes' : 'no'}
`;
}

function recordsOf({ rules }: BackfillPass): string {
  return [...new Set(rules.map(({ record }) => record))].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
