/** A runbook as data: front matter, sections and the steps that can be run, read from its Markdown. */
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { durationSeconds } from '../alerts/duration.ts';

/** The sections of every runbook, in the order in which a person needs them. */
export const sectionNames = [
  'Meaning',
  'Impact',
  'Diagnosis',
  'Mitigation',
  'Verification',
  'Rollback',
  'Escalation',
] as const;
export type SectionName = (typeof sectionNames)[number];

/** What a step can change: nothing, where traffic goes, or stored data. Anything but `none` is asked about first. */
const risks = ['none', 'traffic', 'data'] as const;

const timeoutPattern = z.string().refine((value) => /^\d+[smh]$/.test(value), 'must be like 30s or 2m');

const stepAttributes = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case'),
  risk: z.enum(risks),
  /** A regular expression that the output must match for the step to have worked. */
  expect: z.string().optional(),
  timeout: timeoutPattern,
  /** How to take the step back; asked for wherever it changes something. */
  undo: z.string().optional(),
});

const frontMatter = z.strictObject({
  alert: z.string().min(1),
  owner: z.string().min(1),
  severity: z.enum(['critical', 'warning']),
  /** The drill that proves this runbook, by name; `none` says honestly that nothing does yet. */
  drill: z.string().min(1),
});

export interface Step {
  readonly name: string;
  readonly section: SectionName;
  readonly risk: (typeof risks)[number];
  readonly command: string;
  readonly timeoutMs: number;
  readonly expect?: RegExp;
  readonly undo?: string;
}

/** A fenced block that is no step: a command to copy, with `<placeholders>` that only the reader can fill in. */
export interface Snippet {
  readonly section: SectionName;
  /** The fence's language: `sh`, `sql`. */
  readonly language: string;
  readonly text: string;
}

export interface Runbook extends Readonly<z.infer<typeof frontMatter>> {
  /** The first sentence of the section Meaning, as Markdown on one line. */
  readonly meaning: string;
  readonly sections: readonly SectionName[];
  readonly steps: readonly Step[];
  readonly snippets: readonly Snippet[];
}

/** Parses a runbook. Throws an Error that lists every fault with the file's name. */
export function parseRunbook(markdown: string, file: string): Runbook {
  const tree = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).parse(markdown);
  const faults: string[] = [];
  const sections: SectionName[] = [];
  const steps: Step[] = [];
  const snippets: Snippet[] = [];
  let head: unknown;
  let meaning = '';
  for (const node of tree.children) {
    if (node.type === 'yaml') head = parseYaml(node.value);
    if (node.type === 'heading' && node.depth === 2) {
      const text = node.children.map((child) => ('value' in child ? child.value : '')).join('');
      const section = sectionNames.find((name) => name === text);
      if (section === undefined) faults.push(`section "${text}" is none of ${sectionNames.join(', ')}`);
      else sections.push(section);
    }
    const section = sections.at(-1);
    if (node.type === 'paragraph' && section === 'Meaning' && meaning === '')
      meaning = firstSentence(
        markdown.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0),
      );
    if (node.type === 'code' && node.lang && !node.meta && section !== undefined)
      snippets.push({ section, language: node.lang, text: node.value });
    if (node.type === 'code' && node.lang === 'sh' && node.meta) {
      if (section === undefined) faults.push(`step ${node.meta} stands before the first section`);
      else readStep(node.meta, node.value, section, steps, faults);
    }
  }
  const parsedHead = frontMatter.safeParse(head);
  if (!parsedHead.success) faults.push(`front matter: ${z.prettifyError(parsedHead.error)}`);
  if (sections.join() !== sectionNames.join())
    faults.push(`sections must be ${sectionNames.join(', ')}, in this order; found ${sections.join(', ')}`);
  if (!parsedHead.success || faults.length > 0) throw new Error(`${file}:\n  ${faults.join('\n  ')}`);
  return { ...parsedHead.data, meaning, sections, steps, snippets };
}

/** Up to the first full stop that ends a sentence; one inside a word or a figure does not. */
function firstSentence(paragraph: string): string {
  const line = paragraph.replace(/\s+/g, ' ').trim();
  return /^.*?[.](?= |$)/.exec(line)?.[0] ?? line;
}

function readStep(
  meta: string,
  command: string,
  section: SectionName,
  steps: Step[],
  faults: string[],
): void {
  const attributes = stepAttributes.safeParse(parseAttributes(meta));
  if (!attributes.success) {
    faults.push(`step ${meta}: ${z.prettifyError(attributes.error)}`);
    return;
  }
  const { name, risk, expect, timeout, undo } = attributes.data;
  if (steps.some((step) => step.name === name)) faults.push(`step "${name}" is there twice`);
  if (risk !== 'none' && undo === undefined) faults.push(`step "${name}" has risk "${risk}" but no undo`);
  steps.push({
    name,
    section,
    risk,
    command,
    timeoutMs: durationSeconds(timeout) * 1000,
    ...(expect === undefined ? {} : { expect: new RegExp(expect, 'm') }),
    ...(undo === undefined ? {} : { undo }),
  });
}

/** The attributes of a fenced block are JSON, as Runme reads them; anything else is reported by the schema. */
function parseAttributes(meta: string): unknown {
  try {
    return JSON.parse(meta);
  } catch {
    return undefined;
  }
}
