/** Everything that can keep a broker or a database from running, one code for each way out. */
export type EmbeddedErrorCode =
  | 'JAVA_MISSING'
  | 'JAVA_TOO_OLD'
  | 'MAVEN_MISSING'
  | 'JARS_FETCH_FAILED'
  | 'POSTGRES_BINARY_MISSING'
  | 'ACCOUNT_MISSING'
  | 'PORT_TAKEN'
  | 'DATA_FOLDER_IN_USE'
  | 'DATA_FOLDER_STALE'
  | 'START_FAILED'
  | 'START_TIMEOUT'
  | 'DATABASE_NOT_A_TEST';

/** An expected failure of this library. `code` is for programs, `message` says what is wrong and what to do about it. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
