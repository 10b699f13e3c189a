/** Documents name teams as they like; the catalog takes those that it knows how to tell. */
import { owners } from '../owners.ts';

/** By their names. */
export const knownOwners: Readonly<Record<string, unknown>> = owners;

export function isKnownOwner(name: string): boolean {
  return Object.hasOwn(knownOwners, name);
}
