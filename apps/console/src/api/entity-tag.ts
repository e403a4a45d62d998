/** The entity tag of a revision, strong: the same revision is the same representation. */
export const tagOf = (revision: number): string => `"${revision}"`;

/**
 * Whether `If-Match` allows a change of what has this revision (RFC 9110 §13.1.1): absent and `*` allow it, otherwise one
 * of the tags must be the present one. Weak tags never match.
 */
export function tagMatches(ifMatch: string | undefined, revision: number): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true;
  return ifMatch.split(',').some((tag) => tag.trim() === tagOf(revision));
}
