/** A broker shared by the whole test run; use topics of your own ({@link randomTopic}). */
export declare function testKafka(): Promise<{ readonly brokers: readonly string[] }>;

/** A database of one test file. */
export interface TestDatabase {
  /** Connection URL of this database; the account is a superuser. */
  readonly url: string;
  /** "test_" and random letters. */
  readonly name: string;
  /** Ends all its connections and drops it. Refused for a name without "test". */
  drop(): Promise<void>;
}

/** Creates an empty database, or a copy of `template`, on the Postgres shared by the whole test run. */
export declare function testDatabase(options?: { readonly template?: string }): Promise<TestDatabase>;

/** A topic (or group) name nobody else uses: `<prefix>.<12 random letters>`. */
export declare function randomTopic(prefix: string): string;
