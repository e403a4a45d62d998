import { readMacro } from './macro.js';

const MACRO = /\{([^{}]*)\}/g;

/** Scheme and authority, up to where path or query begin. */
const AUTHORITY = /^https?:\/\/[^/?#\\]*/i;

/** What URL parsers drop or turn into something else, so that what is written would not be what is called. */
const NOT_LITERAL = /[\s\\\p{Cc}]/u;

const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|$)/i;

const macroNames = (template: string): string[] => [...template.matchAll(MACRO)].map(([, name = '']) => name);

/** Whether a template uses one of these macros. */
export const usesMacro = (template: string, names: readonly string[]): boolean =>
  macroNames(template).some((name) => names.includes(name));

/** Names of the secrets a template uses. */
export const secretsUsed = (template: string): string[] =>
  macroNames(template).flatMap((name) => {
    const macro = readMacro(name);
    return macro.is === 'secret' ? [macro.secret] : [];
  });

const pathOf = (url: string): string => {
  const authority = AUTHORITY.exec(url)?.[0] ?? '';
  return /^[^?#]*/.exec(url.slice(authority.length))?.[0] ?? '';
};

/** What is wrong with a template, in words; empty when it renders to a URL of its own origin whatever the values. */
export function templateProblems(template: string): string[] {
  const authority = AUTHORITY.exec(template)?.[0];
  if (authority === undefined) return ['must begin with https:// or http:// and a host'];
  const hash = template.indexOf('#');
  const problems = macroNames(template).flatMap((name) => {
    const macro = readMacro(name);
    return macro.is === 'unknown' ? [`{${name}} is not a macro: did you mean {${macro.nearest}}?`] : [];
  });
  if (/[{}]/.test(authority)) problems.push('macros may stand in path and query only, not in scheme, host or port');
  if (hash !== -1) problems.push('must not have a fragment: it is never sent');
  if (/[{}]/.test(template.replace(MACRO, ''))) {
    problems.push('has a brace without its counterpart: write %7B and %7D for braces that are none of a macro');
  }
  if (NOT_LITERAL.test(template)) problems.push('must not have blanks, control characters or backslashes');
  if (DOT_SEGMENT.test(pathOf(template))) problems.push('must not have . or .. between slashes');
  if (problems.length > 0) return problems;
  const url = URL.parse(template.replace(MACRO, 'x'));
  if (url === null || url.hostname === '') return ['is not a URL once its macros are filled'];
  if (url.username !== '' || url.password !== '') return ['must not hold credentials: use {secret.NAME} in the query'];
  return [];
}

/** A rendered template. */
export interface RenderedTemplate {
  readonly url: string;
  /** Macros that had no value and became empty, each once. */
  readonly empty: readonly string[];
}

/** Fills a template: every value component-encoded, `null` becomes empty. `valueOf` is asked with the text between braces. */
export function renderTemplate(template: string, valueOf: (name: string) => string | null): RenderedTemplate {
  const empty = new Set<string>();
  const url = template.replace(MACRO, (_, name: string) => {
    const value = valueOf(name);
    if (value === null || value === '') empty.add(name);
    return encodeURIComponent((value ?? '').toWellFormed());
  });
  return { url, empty: [...empty] };
}

/**
 * Whether a rendered URL still points where its template does: the same origin, and no value that became a step up or
 * down the path, which no encoding can prevent.
 */
export const pointsAsWritten = (template: string, url: string): boolean => {
  const origin = URL.parse(template.replace(MACRO, 'x'))?.origin;
  return origin !== undefined && URL.parse(url)?.origin === origin && !DOT_SEGMENT.test(pathOf(url));
};
