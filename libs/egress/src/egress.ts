import type { Egress, EgressOptions, UrlJudgement } from './egress.types.js';
import { directAgent } from './exchange/direct.agent.js';
import { dispatch } from './exchange/dispatch.js';
import { explainFor } from './exchange/fault.explain.js';
import { parseAllowList } from './guard/address.judge.js';
import { createGuard } from './guard/guard.js';
import { parseTarget, type Host } from './guard/target.judge.js';
import { nameCache } from './names/name.cache.js';
import { systemNames } from './names/system.source.js';
import { proxySender } from './proxy/proxy.sender.js';
import { parseProxy } from './proxy/proxy.url.js';

const NAME_TIMEOUT_MS = 4_000;

/** Opens the door. Throws when the allow-list holds what is no CIDR. */
export function createEgress(options: EgressOptions): Egress {
  const unexpected = options.onUnexpected ?? (() => undefined);
  const source = options.names ?? systemNames();
  const resolve = nameCache({ source, timeoutMs: options.nameTimeoutMs ?? NAME_TIMEOUT_MS });
  const guard = createGuard(parseAllowList(options.allow), resolve);
  const direct = directAgent(guard.lookup);
  const explain = explainFor('direct', unexpected);
  const proxies = proxySender(guard, unexpected);

  const judge = async (parsed: { readonly host: Host } | string): Promise<UrlJudgement> =>
    typeof parsed === 'string' ? { judgement: 'refused', detail: parsed } : guard.judgeHost(parsed.host);

  return {
    // Not async: a promise saved on the way of every delivery.
    send(request, sending) {
      const target = parseTarget(request.url, guard.allow);
      if (typeof target === 'string') {
        return Promise.resolve({ fault: 'blocked_address', detail: target, mayHaveArrived: false });
      }
      if (sending.proxyUrl) return proxies.send(target, request, sending.proxyUrl, sending);
      const { origin, pathname, search } = target.url;
      const to = { agent: direct, origin, path: pathname + search, headers: request.headers, explain };
      return dispatch(to, request, sending);
    },
    judgeUrl: (url) => judge(parseTarget(url, guard.allow)),
    judgeProxyUrl: (url) => judge(parseProxy(url, guard.allow)),
    async close() {
      await Promise.all([direct.close(), proxies.close()]);
      source.close?.();
    },
  };
}
