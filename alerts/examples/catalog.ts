/** Services that this repository does not run, as their owners would write them: one file each. */
import type { ServiceDefinition } from '../service-definition.ts';
import { checkout } from './checkout.ts';
import { invoices } from './invoices.ts';
import { mailer } from './mailer.ts';
import { storefront } from './storefront.ts';
import { website } from './website.ts';

export const exampleCatalog: readonly ServiceDefinition[] = [checkout, storefront, invoices, mailer, website];
