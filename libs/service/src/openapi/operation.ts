import type { z } from 'zod';

/** One answer of an operation. */
export interface OperationAnswer {
  readonly status: number;
  /** When it is given, for people. */
  readonly says: string;
  /** `null`: without a body. */
  readonly schema: z.ZodType | null;
  /** Name and meaning of headers worth knowing. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Values a call of an operation can be made with as they stand. */
export interface OperationExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One call of an HTTP interface as data: documents are made of it. */
export interface Operation {
  /** Unique in a document: what generated clients call it. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Parameters as `:name`. */
  readonly path: string;
  /** The group it is shown in. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Names of the ways in; any of them will do, none is needed where the list is empty. */
  readonly security: readonly string[];
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Name and meaning of request headers worth knowing. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Media type → what a body of it holds; empty where there is none. */
  readonly bodies: Readonly<Record<string, z.ZodType>>;
  readonly answers: readonly OperationAnswer[];
  /** Statuses of the problems it can answer with. */
  readonly problems: readonly number[];
  /** What the schemas' own examples do not say. */
  readonly example?: OperationExample;
}
