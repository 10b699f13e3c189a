/** Reads and checks a JSON body; every fault of it is the client's, with a status that says which. */
import { bodyParser } from '@koa/bodyparser';
import type { z } from 'zod';
import type { DeskContext } from './endpoint.ts';

/** 400 when it is not JSON or not of this shape, 413 when it is larger than the limit. */
export async function readJson<Schema extends z.ZodType>(
  ctx: DeskContext,
  schema: Schema,
  limitBytes = 256 * 1024,
): Promise<z.infer<Schema>> {
  const parse = bodyParser({
    enableTypes: ['json'],
    jsonLimit: limitBytes,
    onError: (error) => {
      const isTooLarge = 'status' in error && error.status === 413;
      if (isTooLarge) ctx.throw(413, `The body is larger than ${limitBytes} bytes`);
      ctx.throw(400, 'The body is not JSON');
    },
  });
  await parse(ctx, async () => {});
  const parsed = schema.safeParse(ctx.request.body);
  if (!parsed.success) ctx.throw(400, `The body does not fit: ${describeIssues(parsed.error)}`);
  return parsed.data;
}

/** Checks the query string against a schema of strings. */
export function readQuery<Schema extends z.ZodType>(ctx: DeskContext, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse({ ...ctx.query });
  if (!parsed.success) ctx.throw(400, `The query does not fit: ${describeIssues(parsed.error)}`);
  return parsed.data;
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ');
}
