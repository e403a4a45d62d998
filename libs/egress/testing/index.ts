export { makeAuthority } from './certificates.js';
export type { Authority, Certified } from './certificates.js';
export { dnsServer } from './dns.server.js';
export type { DnsAnswer } from './dns.server.js';
export { httpProxy, socks5Proxy } from './proxies.js';
export type { ProxyOptions, TestProxy } from './proxies.js';
export { answerWith, bodyOf, closedPort, httpServer, tcpServer } from './servers.js';
export type { TestServer } from './servers.js';
