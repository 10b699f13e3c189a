/** A file of promtool tests as text. */
import { madeFrom } from '../made-from.ts';
import type { TestDocument } from './promtool-test.ts';

/** YAML whose values are JSON, which is YAML too: one line a test, so that a diff shows which tests changed. */
export function renderRuleTests({ tests, ...head }: TestDocument, source: string): string {
  const fields = Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  const lines = tests.map((test) => `  - ${JSON.stringify(test)}\n`);
  return `${madeFrom(source)}${fields.join('')}tests:\n${lines.join('')}`;
}
