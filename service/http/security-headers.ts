import type { Next } from 'koa';
import { stylesheetHash } from '../pages/stylesheet.ts';
import type { DeskContext } from './endpoint.ts';

/** Nothing is loaded from anywhere and nothing runs: pages are HTML, one inline stylesheet and inline SVG. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${stylesheetHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export async function setSecurityHeaders(ctx: DeskContext, next: Next): Promise<void> {
  ctx.set({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  await next();
}
