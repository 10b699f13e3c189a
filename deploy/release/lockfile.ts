/** What of a package-lock.json runs in production. */
import { z } from 'zod';

const packageSchema = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  link: z.boolean().optional(),
});
const lockfileSchema = z.object({ packages: z.record(z.string(), packageSchema) });

export type LockedPackages = Readonly<Record<string, z.infer<typeof packageSchema>>>;

/** Packages by their place ("node_modules/koa"). Throws when the text is no lockfile that names them. */
export function parseLockfile(text: string, path: string): LockedPackages {
  try {
    return lockfileSchema.parse(JSON.parse(text)).packages;
  } catch (error) {
    throw new Error(
      `${path} names no packages; npm 7 or newer writes a lockfile that does: npm install --package-lock-only`,
      { cause: error },
    );
  }
}

/** Without what only development needs and, as in the image (Dockerfile), without what is optional. */
export function productionPackages(packages: LockedPackages): LockedPackages {
  return Object.fromEntries(
    Object.entries(packages).filter(
      ([place, { dev, optional, devOptional }]) => place !== '' && !dev && !optional && !devOptional,
    ),
  );
}

/** Whether what is installed holds each of the packages, exactly. */
export function holdsAll(installed: LockedPackages, packages: LockedPackages): boolean {
  return Object.entries(packages).every(([place, { version, integrity, link }]) => {
    const there = installed[place];
    return !link && there?.version === version && there?.integrity === integrity;
  });
}
