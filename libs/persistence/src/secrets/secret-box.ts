import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** One key of the ring and the name that sealed texts carry: letters, digits, `-`, `_`. */
export interface RingKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** Whose secret it is and which: part of the seal, so a sealed text moved elsewhere does not open. */
export interface SecretPlace {
  /** Id of the row that holds it. */
  readonly owner: string;
  /** Column, or path inside a configuration such as `headers.x-api-key`. */
  readonly field: string;
}

/** `unknown_key`: sealed under a key the ring does not hold; `damaged`: altered, moved, or not a sealed text. */
export type Opened = { readonly secret: string } | { readonly unreadable: 'unknown_key' | 'damaged' };

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = 'waybill.1.';
/** `waybill.1.<key id>.<base64url of iv, tag, ciphertext>` */
const SEALED = /^waybill\.1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;

/** Whether a text has the form of a sealed secret. */
export const isSealed = (text: string): boolean => text.startsWith(PREFIX) && SEALED.test(text);

const associatedData = (keyId: string, { owner, field }: SecretPlace): Buffer =>
  Buffer.from(JSON.stringify(['waybill.secret.1', keyId, owner, field]));

/** Seals and opens secrets: AES-256-GCM, a random nonce each, bound to its place. */
export class SecretBox {
  readonly #first: RingKey;
  readonly #keys: ReadonlyMap<string, Buffer>;

  /** The first key seals, every key opens; an empty ring throws. */
  constructor(ring: readonly RingKey[]) {
    const [first] = ring;
    if (!first) throw new Error('the key ring for secrets is empty');
    this.#first = first;
    this.#keys = new Map(ring.map(({ id, key }) => [id, key]));
  }

  /** Seals under the first key of the ring. */
  seal(secret: string, place: SecretPlace): string {
    const { id, key } = this.#first;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(associatedData(id, place));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return `${PREFIX}${id}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
  }

  /** Opens a sealed text with whichever key it names. */
  open(sealed: string, place: SecretPlace): Opened {
    const [, id, body] = SEALED.exec(sealed) ?? [];
    if (id === undefined || body === undefined) return { unreadable: 'damaged' };
    const key = this.#keys.get(id);
    if (!key) return { unreadable: 'unknown_key' };
    const bytes = Buffer.from(body, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) return { unreadable: 'damaged' };
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(associatedData(id, place))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      return { secret: text.toString('utf8') };
    } catch {
      return { unreadable: 'damaged' };
    }
  }

  /** Sealed under the ring's first key already. */
  isCurrent(sealed: string): boolean {
    return SEALED.exec(sealed)?.[1] === this.#first.id;
  }

  /** For key rotation: the same secret under the first key; what is current or cannot be opened stays as it is. */
  reseal(sealed: string, place: SecretPlace): string {
    if (this.isCurrent(sealed)) return sealed;
    const opened = this.open(sealed, place);
    return 'secret' in opened ? this.seal(opened.secret, place) : sealed;
  }
}
