/** The address guard refused what was to be dialled. */
export class BlockedAddressError extends Error {
  override readonly name = 'BlockedAddressError';
}

/** A name has no address to be had. */
export class NameError extends Error {
  override readonly name = 'NameError';
}

/** The way through the proxy could not be opened: what happened lies with the proxy, not with the endpoint. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
}
