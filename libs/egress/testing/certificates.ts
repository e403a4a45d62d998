import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A certificate and its key in PEM, as `tls` takes them. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority made for one test. */
export interface Authority {
  /** PEM; whoever holds it to be a root trusts what was issued. */
  readonly cert: string;
  issue(names: readonly string[], addresses?: readonly string[]): Certified;
}

const DAY_MS = 86_400_000;

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const SUBJECT_ALT_NAME = oid('551d11');

const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(text)))));
const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(0x04, value));

/** Four bytes, the first neither zero nor above 0x7f: the shortest form of a positive number. */
let serial = 0x10_00_00_00 + (Date.now() % 1_000_000_000);

function certificate(subject: string, issuer: string, key: KeyObject, signer: KeyObject, extensions: Buffer[]): string {
  serial += 1;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(serial);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, bytes),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign('sha256').update(body).sign(signer);
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Makes an authority; no tool outside Node is needed. */
export function makeAuthority(): Authority {
  const root = keyPair();
  const issuer = `test authority ${serial}`;
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(der(0x01, Buffer.from([0xff]))));
  return {
    cert: certificate(issuer, issuer, root.publicKey, root.privateKey, [isAuthority]),
    issue(names, addresses = []) {
      const own = keyPair();
      const alternatives = sequence(
        ...names.map((name) => der(0x82, Buffer.from(name))),
        ...addresses.map((address) => der(0x87, Buffer.from(address.split('.').map(Number)))),
      );
      const extensions = [extension(SUBJECT_ALT_NAME, alternatives)];
      return {
        cert: certificate(names[0] ?? 'nameless', issuer, own.publicKey, root.privateKey, extensions),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
