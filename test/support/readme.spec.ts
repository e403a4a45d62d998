import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { destinationId, spaceId } from '@app/contracts';
import { deliveryIdOf, eventIdOf } from '@app/identity';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const ROW =
  /^\| (?:uid `(?<uid>[^`]+)`|no uid), (?<canonical>contact|deposit), `(?<discriminator>[^`]+)` \| `(?<inbox>[^`]+)` \| `(?<event>[^`]+)` \|$/gm;

describe('the identity vectors of the README', () => {
  const rows = [...readme.matchAll(ROW)].map(({ groups }) => groups ?? {});

  it('are there', () => expect(rows).toHaveLength(3));

  it.each(rows)('$canonical $discriminator', ({ uid, canonical, discriminator, inbox, event }) => {
    const space = spaceId.parse('00000000-0000-8000-8000-000000000001');
    const destination = destinationId.parse('00000000-0000-8000-8000-000000000002');
    const id = eventIdOf(space, uid ?? null, canonical === 'deposit' ? 'deposit' : 'contact', discriminator ?? '');
    expect(id).toBe(inbox);
    expect(deliveryIdOf(id, destination)).toBe(event);
  });
});
