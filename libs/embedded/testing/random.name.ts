import { randomInt } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** `count` random letters a to z, fit for topics, groups and databases. */
export const randomLetters = (count: number): string =>
  Array.from({ length: count }, () => letters.charAt(randomInt(letters.length))).join('');

/** A topic or group name nobody else uses: `<prefix>.<12 random letters>`. */
export const randomTopic = (prefix: string): string => `${prefix}.${randomLetters(12)}`;
