import { CANONICALS, type Canonical } from '@app/contracts';
import type { EventAliases } from '@app/persistence';

/** What networks call events; a space may add names and give these another meaning. */
const ALIASES: ReadonlyMap<string, Canonical> = new Map([
  ['reg', 'registration'],
  ['signup', 'registration'],
  ['lead', 'registration'],
  ['ftd', 'deposit'],
  ['dep', 'deposit'],
  ['sale', 'deposit'],
  ['purchase', 'deposit'],
]);

/** The canonical a name means, whatever its case; a name nobody knows stays as it is. */
export function eventOf(name: string, aliases: EventAliases): string {
  const lower = name.trim().toLowerCase();
  const canonical = CANONICALS.find((known) => known === lower);
  const own = Object.hasOwn(aliases, lower) ? aliases[lower] : undefined;
  return canonical ?? own ?? ALIASES.get(lower) ?? lower;
}
