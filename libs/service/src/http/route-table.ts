/** Which methods a path answers to. */
export interface RouteTable {
  /** `url` as routes are declared: `/deliveries/:id`, `/assets/*`. */
  add(methods: string | readonly string[], url: string): void;
  /** The methods of all routes the path fits, sorted; empty if there is none. */
  allowed(path: string): string[];
}

const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.at(-1) === '*'
    ? pattern.slice(0, -1).every((part, at) => matches(part, path[at]))
    : pattern.length === path.length && pattern.every((part, at) => matches(part, path[at]));

const matches = (part: string, given: string | undefined): boolean =>
  part.startsWith(':') ? Boolean(given) : part === given;

/** An empty table. It tells 405 from 404, which the router itself does not. */
export function createRouteTable(): RouteTable {
  const routes: { methods: readonly string[]; pattern: string[] }[] = [];
  return {
    add: (methods, url) => void routes.push({ methods: [methods].flat(), pattern: url.split('/') }),
    allowed(path) {
      const parts = path.split('/');
      return [
        ...new Set(routes.filter(({ pattern }) => fits(pattern, parts)).flatMap(({ methods }) => methods)),
      ].toSorted();
    },
  };
}
