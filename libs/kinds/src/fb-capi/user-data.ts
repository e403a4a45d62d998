import { userFields, type DeliveryTask } from '@app/contracts';
import { hashUser } from '@app/identity';
import { z } from 'zod';
import { fbcOf, isFbp, type ClickTimes } from './click-ids.js';

/** Our names of hashed fields, and Meta's. */
const HASHED = [
  ['email', 'em'],
  ['phone', 'ph'],
  ['first_name', 'fn'],
  ['last_name', 'ln'],
  ['date_of_birth', 'db'],
  ['gender', 'ge'],
  ['city', 'ct'],
  ['state', 'st'],
  ['zip', 'zp'],
  ['country', 'country'],
  ['external_id', 'external_id'],
] as const;

const ipAddress = z.union([z.ipv4(), z.ipv6()]);
const person = userFields.strip();
const NOBODY = person.parse({});

/** Meta's `user_data`, and what is missing in it for a good match. */
export interface UserData {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly hints: readonly string[];
}

/** What is known of the person: hashed fields, a click id, address and browser. What Meta could not read is left out. */
export function userDataOf(task: DeliveryTask, times: ClickTimes): UserData {
  const { click } = task;
  const hints: string[] = [];
  const fields = new Map<string, string | readonly string[]>();
  const parsed = person.safeParse(task.user ?? {});
  if (!parsed.success) hints.push('The personal fields of this event cannot be read and are left out.');
  const given = parsed.data ?? NOBODY;
  const uid = click?.uid ?? task.uid;
  const ids = uid === null ? given.external_id : [uid, ...(given.external_id ?? [])];
  // What comes through our doors is hashed already and passes; nothing else may leave in clear either.
  const { user = NOBODY, warnings } = hashUser({ ...given, external_id: ids });
  for (const { pointer, detail } of warnings) hints.push(`${pointer} ${detail}.`);
  for (const [ours, theirs] of HASHED) {
    const values = user[ours];
    if (values !== undefined) fields.set(theirs, values);
  }

  const ip = user.ip ?? click?.ip ?? null;
  if (ip !== null && ipAddress.safeParse(ip).success) fields.set('client_ip_address', ip);
  else hints.push(`No IP address${ip === null ? '' : ': the one known is malformed'}.`);
  const agent = user.user_agent ?? click?.user_agent ?? null;
  if (agent) fields.set('client_user_agent', agent);
  else hints.push('No user agent.');
  const fbc = fbcOf(user.fbc, click, times);
  if ('value' in fbc) fields.set('fbc', fbc.value);
  else hints.push(`No fbc: ${fbc.missing}.`);
  const fbp = user.fbp ?? click?.fbp ?? null;
  if (fbp !== null && isFbp(fbp)) fields.set('fbp', fbp);
  else if (fbp !== null) hints.push('The fbp is malformed and left out.');
  return { fields: Object.fromEntries(fields), hints };
}

/** Meta refuses an event (100/2804050) whose identifiers all lie in one of these sets (best practices, since v13). */
const TOO_LITTLE = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
];

/** Whether identifiers of these names are enough to match anybody. */
export const identifies = (names: readonly string[]): boolean =>
  TOO_LITTLE.every((set) => names.some((name) => !set.includes(name)));
