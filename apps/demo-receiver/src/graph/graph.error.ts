/** What Graph answers instead of taking a request. */
export interface GraphError {
  readonly code: number;
  readonly subcode?: number | undefined;
  readonly transient?: boolean | undefined;
  /** For developers, in English. */
  readonly message: string;
  /** Which member of the request it is about. */
  readonly blame?: string;
}

const INVALID_PARAMETER = 100;

/** Subcodes of error 100 whose meaning is documented. */
export const SUBCODES = {
  too_old: 2_804_003,
  purchase_incomplete: 2_804_009,
  not_hashed: 2_804_016,
  nobody: 2_804_050,
} as const;

/** A parameter Graph cannot take. */
export const invalid = (blame: string, message: string, subcode?: keyof typeof SUBCODES): GraphError => ({
  code: INVALID_PARAMETER,
  ...(subcode === undefined ? {} : { subcode: SUBCODES[subcode] }),
  message: `(#${INVALID_PARAMETER}) ${message}`,
  blame,
});

/** Status of an error: 401 for a token, 500 for Graph's own trouble, 400 for everything else. */
export const statusOf = ({ code }: GraphError): number => (code === 190 ? 401 : code === 1 || code === 2 ? 500 : 400);

/** Body of an error. */
export const errorBody = ({ code, subcode, transient = false, message, blame }: GraphError, trace: string) => ({
  error: {
    message,
    type: 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    is_transient: transient,
    ...(blame === undefined ? {} : { error_data: { blame_field_specs: [[blame]] } }),
    fbtrace_id: trace,
  },
});
