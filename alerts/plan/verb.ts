/** `npm run alerts -- plan`: refuses what cannot work, and prints what the rest will do. */
import { parseArgs } from 'node:util';
import { assertWorkable, describePlans } from '../plan.ts';

const usage = `npm run alerts -- plan [service] [--series N] [--targets N]

Prints what each alert of a service, or of all but the examples, will do: who is told, and how soon when 100, 10 or 2 %
fail; the share of the error budget that is used by then; false alerts a month; samples read. Exit code 1 for a catalog
that cannot work.

  --series N    series that a selector of the service finds, for the samples (100)
  --targets N   targets that they come from (5)

Example: npm run alerts -- plan desk --series 1000`;

const options = {
  help: { type: 'boolean', default: false },
  series: { type: 'string' },
  targets: { type: 'string' },
} as const;

/** Returns the exit code; throws an Error with every refusal. */
export async function runPlan(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name, ...extra] = positionals;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (extra.length > 0) {
    console.error(
      `"${extra.join(' ')}" is one service too many; plan takes one, or none for all.\n\n${usage}`,
    );
    return 2;
  }
  // Loaded here, so that a definition that is refused on loading is one sentence too, and no stack.
  const { catalog, serviceNamed } = await import('../catalog.ts');
  const { exampleCatalog } = await import('../examples/catalog.ts');
  const example = exampleCatalog.find((service) => service.name === name);
  const planned = name === undefined ? catalog : [example ?? serviceNamed(name)];
  assertWorkable(example === undefined ? catalog : exampleCatalog);
  console.log(describePlans(planned, values));
  return 0;
}
