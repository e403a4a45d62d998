/** Whether a host name, as it stands in a URL, means this machine. */
export const isLoopbackHost = (hostname: string): boolean =>
  /^(localhost|([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
