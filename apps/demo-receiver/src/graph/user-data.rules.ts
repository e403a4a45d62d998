import { isIP } from 'node:net';
import { z } from 'zod';
import { invalid, type GraphError } from './graph.error.js';

/** Fields that come as SHA-256, lower-case hex; Meta's own builder may add a mark of 2 or 8 characters. */
const HASHED_FIELDS = ['em', 'ph', 'fn', 'ln', 'db', 'ge', 'ct', 'st', 'zp', 'country'];
const DIGEST = /^[0-9a-f]{64}(\.([\w-]{2}|[\w-]{8}))?$/;

const FBC = /^fb\.[0-9]\.[0-9]{13}\.[^.\s]+(\.([\w-]{2}|[\w-]{8}))?$/;
const FBP = /^fb\.[0-9]\.[0-9]{13}\.[0-9]+(\.([\w-]{2}|[\w-]{8}))?$/;

/** Identifiers that match nobody, alone or together with others of their row. */
const MATCH_NOBODY = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
];

const userData = z.record(z.string(), z.unknown());
const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const valuesOf = (user: z.infer<typeof userData>, field: string): readonly string[] =>
  (oneOrMore.safeParse(user[field]).data ?? []).filter((value) => value !== '');

/** Fields that are taken, and then of no use. */
const warnings = (user: z.infer<typeof userData>): string[] => {
  const [fbc, fbp, ip] = ['fbc', 'fbp', 'client_ip_address'].map((field) => valuesOf(user, field)[0]);
  return [
    ...(fbc !== undefined && !FBC.test(fbc) ? ['fbc is malformed'] : []),
    ...(fbp !== undefined && !FBP.test(fbp) ? ['fbp is malformed'] : []),
    ...(ip !== undefined && isIP(ip) === 0 ? ['client_ip_address is no IP address'] : []),
  ];
};

/** Judges `user_data` of one event: an error, or what Graph would hint at. */
export function judgeUserData(given: unknown, blame: string): GraphError | readonly string[] {
  const parsed = userData.safeParse(given);
  if (!parsed.success) return invalid(blame, 'user_data must be an object');
  const user = parsed.data;
  for (const field of HASHED_FIELDS) {
    const clear = valuesOf(user, field).some((value) => !DIGEST.test(value));
    if (clear || typeof user[field] === 'number') {
      return invalid(`${blame}[${field}]`, `${field} is not a SHA-256 hash`, 'not_hashed');
    }
  }
  const present = Object.keys(user).filter((field) => valuesOf(user, field).length > 0);
  const nobody = MATCH_NOBODY.some((row) => present.every((field) => row.includes(field)));
  return nobody ? invalid(blame, 'there is not enough customer information', 'nobody') : warnings(user);
}
