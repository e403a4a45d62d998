/** Text as Postgres can hold it: NUL becomes U+FFFD. */
export function withoutNul(text: string): string;
export function withoutNul(text: string | null): string | null;
export function withoutNul(text: string | null): string | null {
  return text?.replaceAll('\0', '\ufffd') ?? null;
}
