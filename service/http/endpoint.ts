/** Endpoints as data: what is routed, what is zero-initialised in the metrics and what a span is called are one list. */
import Router, { type RouterMiddleware } from '@koa/router';
import type { ParameterizedContext } from 'koa';
import type { Route } from '../signals.ts';

export interface DeskState {
  /** Set once the router has matched; until then the request counts as `unmatched`. */
  route?: Route;
}

export type DeskContext = ParameterizedContext<DeskState> & { params: Record<string, string> };

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Typed to signals.ts: an undeclared route does not compile. */
  readonly route: Route;
  readonly handle: (ctx: DeskContext) => Promise<void> | void;
}

export function createRouter(endpoints: readonly Endpoint[]): Router<DeskState> {
  const router = new Router<DeskState>();
  for (const { method, route, handle } of endpoints) {
    const serve: RouterMiddleware<DeskState> = async (ctx) => {
      ctx.state.route = route;
      if (method === 'POST') requireJson(ctx);
      await handle(ctx);
    };
    router.register(route, [method], serve);
  }
  return router;
}

/** A page of another origin may post text/plain or a form unasked, but JSON only after a preflight, which nothing here grants. */
function requireJson(ctx: DeskContext): void {
  const sent = ctx.get('Content-Type');
  if (/^application\/json\s*(;|$)/i.test(sent)) return;
  ctx.throw(
    415,
    `Send JSON with Content-Type: application/json, ${sent === '' ? 'not without one' : `not ${sent}`}`,
  );
}
