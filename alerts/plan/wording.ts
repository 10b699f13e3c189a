/** Figures as a person reads them at night. */
import type { Level } from '../symptoms/figures/figure.ts';

/** 45 is "45 s", 530 "8 min 50 s", 7,400 "2 h 3 min", 300,000 "3 d 11 h": the two units that matter. */
export function spokenSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const largest = units.findIndex(([, size]) => whole >= size);
  const [unit, size] = units[largest] ?? ['s', 1];
  const [smaller, smallerSize] = units[largest + 1] ?? [unit, size];
  const rest = Math.floor((whole % size) / smallerSize);
  const first = `${Math.floor(whole / size)} ${unit}`;
  return rest === 0 || smaller === unit ? first : `${first} ${rest} ${smaller}`;
}

export function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(4))} %`;
}

/** Two decimals where they say something, thousands apart. */
export function grouped(value: number): string {
  return Number(value.toFixed(2)).toLocaleString('en-US');
}

/** A bound that nobody lives to see is none. */
export function aMonth(count: number): string {
  if (count < 0.001) return '<0.001';
  return count < 10 ? String(Number(count.toPrecision(2))) : grouped(Math.round(count));
}

export type Figures = Readonly<Record<string, number | string>>;

/** What a symptom's level asks for, without how long, and why. */
export function figuresOf(level: Level): Figures {
  const { hold: _, keepFiringFor: __, reason: ___, ...figures } = level;
  return Object.fromEntries(
    Object.entries(figures).filter(
      (entry): entry is [string, number | string] =>
        typeof entry[1] === 'number' || typeof entry[1] === 'string',
    ),
  );
}

/** `thresholdRatio` 0.05 is "5 %", `thresholdPerSecond` 10 "10 a second", `window` "2m" itself. */
export function figureText(name: string, value: number | string): string {
  if (typeof value === 'string') return value;
  if (name.endsWith('Ratio')) return percent(value);
  if (name.endsWith('PerSecond')) return `${grouped(value)} a second`;
  if (name.endsWith('Seconds')) return spokenFraction(value);
  const unit = /^threshold(.+)$/.exec(name)?.[1]?.toLowerCase();
  return unit === undefined ? String(value) : `${grouped(value)} ${unit}`;
}

/** `thresholdRatio` is "threshold", `minimumFailures` "minimum failures". */
export function figureName(name: string): string {
  if (name.startsWith('threshold')) return 'threshold';
  return name
    .replace(/(Ratio|PerSecond|Seconds)$/, '')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function spokenFraction(seconds: number): string {
  return seconds < 60 ? `${grouped(seconds)} s` : spokenSeconds(seconds);
}
