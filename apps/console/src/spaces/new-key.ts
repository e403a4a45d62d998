import { randomUUID } from 'node:crypto';
import type { SpaceId } from '@app/contracts';
import { hashKey, mintKey } from '@app/identity';
import { insertKey, type KeyKind, type Queryable, type SecretBox } from '@app/persistence';

const KINDS = { secret: 'sec', ingest_token: 'ing' } as const;
const HINT_LENGTH = 4;

/** Column under which the text of a kept key is sealed. */
const SEALED_FIELD = 'encrypted';

/**
 * Mints a key and stores what is needed to recognise it; its text is returned to be shown once. The ingest token is kept
 * sealed as well: it stands in postback URLs that operators copy.
 */
export async function addKey(
  tx: Queryable,
  box: SecretBox,
  { space, kind, revision }: { space: SpaceId; kind: KeyKind; revision: number },
): Promise<string> {
  const id = randomUUID();
  const key = mintKey(KINDS[kind]);
  await insertKey(
    tx,
    space,
    {
      id,
      kind,
      hash: hashKey(key),
      hint: key.slice(-HINT_LENGTH),
      encrypted: kind === 'ingest_token' ? box.seal(key, { owner: id, field: SEALED_FIELD }) : null,
    },
    revision,
  );
  return key;
}
