import { hash, verify } from '@node-rs/argon2';

/** What OWASP asks of argon2id at least: 19 MiB, two passes. The package's default kind is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Compared with where there is no user, so that an answer takes as long for an unknown e-mail as for a wrong password. */
let nobody: Promise<string> | undefined;

/** The argon2id hash of a password, with its salt and cost, as it is stored. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Whether a password belongs to a stored hash; `null` stands for a user who does not exist, and never fits. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  nobody ??= hashPassword('nobody');
  return (await verify(stored ?? (await nobody), password)) && stored !== null;
}
