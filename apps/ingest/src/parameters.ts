/** One parameter of a query or form, decoded. */
export type Parameter = readonly [name: string, value: string];

/** A macro nobody has filled in: `{…}`, `[…]`, or either with its first brace still encoded. */
const MACRO = /^(\{.*\}|\[.*\]|%7b.*|%5b.*)$/is;

/** Parameters of a query or form in their order: `+` is a space, what is not encoded properly stays as it is. */
export const parametersOf = (text: string): Parameter[] => [...new URLSearchParams(text)];

/** Parameters that say something, by lower-case name: empty ones and unexpanded macros do not, of repeats the last wins. */
export const saidIn = (parameters: readonly Parameter[]): Map<string, string> =>
  new Map(
    parameters.flatMap(([name, value]): [string, string][] =>
      value === '' || MACRO.test(value.trim()) ? [] : [[name.toLowerCase(), value]],
    ),
  );

/** What a call says as an object, without its credential: for lists that people read. */
export const withoutToken = (parameters: readonly Parameter[]): Record<string, string> =>
  Object.fromEntries(parameters.filter(([name]) => name.toLowerCase() !== 'token'));
