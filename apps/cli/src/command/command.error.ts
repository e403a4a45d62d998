/** What the process ends with: done, failed, called wrongly, not found or not healthy. */
export const EXIT = { ok: 0, failure: 1, usage: 2, absent: 3 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** A command that cannot go on, with a sentence for people and the status the process ends with. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exit: Exit,
    message: string,
  ) {
    super(message);
  }
}
