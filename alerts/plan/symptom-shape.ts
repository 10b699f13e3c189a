/** The shape of a service's own figures for its symptoms: names and levels that there are, each with a reason. */
import { z } from 'zod';
import { symptomFigures } from '../symptoms/figures.ts';
import { duration, share, text } from './selector-shape.ts';

const switchedOff = z.strictObject({ off: text });

/** Of a level every figure may be set, with a value of the kind that it has. */
function levelShape(figures: object): z.ZodType {
  const own = Object.entries(figures)
    .filter(([name]) => name !== 'reason')
    .map(([name, value]) => [name, figureShape(name, value).optional()] as const);
  return z.strictObject({ ...Object.fromEntries(own), reason: text });
}

function figureShape(name: string, ordinary: unknown): z.ZodType {
  if (typeof ordinary !== 'number') return duration;
  return name.endsWith('Ratio') ? share : z.number().nonnegative();
}

function adjustmentShape(levels: object): z.ZodType {
  const own = Object.entries(levels).map(
    ([level, figures]) => [level, eitherOff(levelShape(figures)).optional()] as const,
  );
  return eitherOff(z.strictObject({ owner: z.string().optional(), ...Object.fromEntries(own) }));
}

/** Asked by whether there is an `off`: a union would say of both forms that they do not fit. */
function eitherOff(shape: z.ZodType): z.ZodType {
  return z.unknown().superRefine((value, context) => {
    const isOff = typeof value === 'object' && value !== null && 'off' in value;
    for (const { path, message } of (isOff ? switchedOff : shape).safeParse(value).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [...path], message });
  });
}

export const symptomAdjustments = z.strictObject(
  Object.fromEntries(
    Object.entries(symptomFigures).map(
      ([name, levels]) => [name, adjustmentShape(levels).optional()] as const,
    ),
  ),
);
