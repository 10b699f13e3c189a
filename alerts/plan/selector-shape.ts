/** What Prometheus would take for a selector, a label and a regular expression, with words for what it would refuse. */
import { RE2JS } from 're2js';
import { z } from 'zod';
import { durationSeconds } from '../duration.ts';

/** UTF-8 knows no half of a character, and nothing blank says anything. */
export const text = z
  .string()
  .refine((value) => value.trim() !== '', 'is empty')
  .refine((value) => value.isWellFormed(), 'has half a character (a lone surrogate), which is no UTF-8')
  // Annotations are templates: a rule file with a broken one does not load.
  .refine((value) => !value.includes('{{'), 'has "{{", which Prometheus would read as a template');

export const labelName = z
  .string()
  .regex(/^[a-zA-Z_]\w*$/, 'is no label name: letters, digits and "_", starting with no digit');

export const labelValue = z
  .string()
  .refine((value) => value.isWellFormed(), 'has half a character (a lone surrogate), which is no UTF-8');

const noDuration = 'is no duration: a text of a whole number above 0 and s, m, h or d, such as 30s';

export const duration = z
  .string(noDuration)
  .refine((value) => /^\d+[smhd]$/.test(value) && durationSeconds(value) > 0, noDuration);

const noShare = 'is no share: 0 to 1, such as 0.05 for 5 %';

export const share = z.number(noShare).min(0, noShare).max(1, noShare);

const matcher = z
  .strictObject({ label: labelName, op: z.enum(['=', '!=', '=~', '!~']), value: labelValue })
  .superRefine(({ op, value }, context) => {
    const fault = op.endsWith('~') ? patternFault(value) : undefined;
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['value'], message: fault });
  });

/** A selector as the catalog writes it: rules put range and offset to it. */
export const selector = z.strictObject(
  {
    kind: z.literal('selector'),
    metric: z
      .string()
      .regex(/^[a-zA-Z_:][\w:]*$/, 'is no metric name: letters, digits, "_" and ":", starting with no digit'),
    matchers: z.array(matcher),
  },
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? "is no selector; write selector('metric_name', { label: 'value' })"
        : undefined,
  },
);

/** Why Prometheus would refuse a regular expression, with its own words; undefined for one that it takes. */
export function patternFault(pattern: string): string | undefined {
  // Go before 1.22, with which Prometheus 2.42 is built, knows only the long form.
  const named = /\(\?<(?![=!])(\w*)>/.exec(pattern);
  if (named !== null)
    return `names a group, and matchers have no use for it: write "(" for ${JSON.stringify(named[0])}`;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return `is no regular expression of Prometheus (${words}); its RE2 has no lookahead and no backreference: write the alternatives out, or exclude with matchesNot`;
  }
}
