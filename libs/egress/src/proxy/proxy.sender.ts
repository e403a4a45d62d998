import { isFault, type Fault, type Request, type Response } from '@app/contracts';
import { LRUCache } from 'lru-cache';
import type { SendOptions } from '../egress.types.js';
import { dispatch } from '../exchange/dispatch.js';
import { explainFor } from '../exchange/fault.explain.js';
import { faultOf } from '../exchange/fault.map.js';
import { NameError } from '../exchange/send.errors.js';
import type { Guard } from '../guard/guard.js';
import type { Host, Target } from '../guard/target.judge.js';
import { openProxyRoute, type ProxyRoute } from './proxy.route.js';
import { parseProxy } from './proxy.url.js';

/** Proxies whose connections are kept; the one unused for longest is closed to make room. */
const MAX_PROXIES = 500;

const blocked = (detail: string): Fault => ({ fault: 'blocked_address', detail, mayHaveArrived: false });

/** The proxy resolves the name in the end; what it means from here must be in order all the same, if it means anything. */
const judgeFromHere = async (host: Host, guard: Guard): Promise<Fault | null> => {
  try {
    if (!host.literal) await guard.addresses(host);
    return null;
  } catch (error) {
    return error instanceof NameError && !host.inside ? null : faultOf(error, false).fault;
  }
};

/** Sends through proxies, one set of connections for each. */
export function proxySender(guard: Guard, unexpected: (error: unknown) => void) {
  const explain = { tunnel: explainFor('tunnel', unexpected), forward: explainFor('forward', unexpected) };
  const closing = new Set<Promise<void>>();
  const routes = new LRUCache<string, ProxyRoute>({
    max: MAX_PROXIES,
    dispose: (route) => {
      const closed = route.close().finally(() => closing.delete(closed));
      closing.add(closed);
    },
  });

  const routeOf = (proxyUrl: string): ProxyRoute | string => {
    const known = routes.get(proxyUrl);
    if (known) return known;
    const proxy = parseProxy(proxyUrl, guard.allow);
    if (typeof proxy === 'string') return proxy;
    const route = openProxyRoute(proxy, guard.lookup);
    routes.set(proxyUrl, route);
    return route;
  };

  const forward = async (
    { agent, origin, authorization }: NonNullable<ProxyRoute['forward']>,
    url: URL,
    request: Request,
    options: SendOptions,
  ): Promise<Response | Fault> => {
    const own = authorization === null ? {} : { 'proxy-authorization': authorization };
    const headers = { ...request.headers, host: url.host, ...own };
    const path = url.origin + url.pathname + url.search;
    const answer = await dispatch({ agent, origin, path, headers, explain: explain.forward }, request, options);
    if (isFault(answer) || answer.status !== 407) return answer;
    return { fault: 'proxy_error', detail: 'the proxy answered 407: it wants credentials', mayHaveArrived: false };
  };

  return {
    /** Sends to a target already judged. */
    async send({ url, host }: Target, request: Request, proxyUrl: string, options: SendOptions) {
      const fault = await judgeFromHere(host, guard);
      if (fault) return fault;
      // Taken at the last moment, so that it cannot be closed for another's sake in between.
      const route = routeOf(proxyUrl);
      if (typeof route === 'string') return blocked(route);
      if (url.protocol === 'http:' && route.forward) return forward(route.forward, url, request, options);
      const { origin, pathname, search } = url;
      const to = { agent: route.tunnel, origin, path: pathname + search, headers: request.headers };
      return dispatch({ ...to, explain: explain.tunnel }, request, options);
    },

    /** Ends all connections once what is under way has ended. */
    async close(): Promise<void> {
      routes.clear();
      await Promise.all(closing);
    },
  };
}
