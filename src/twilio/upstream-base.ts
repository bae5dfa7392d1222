// Where Twilio is: a configured address that stands for one of its public hosts. Next-page addresses name the public
// host even behind a proxy or an emulator, so only their path and query are kept; any other host is refused, because
// the request would carry the account's credentials there.

export type UpstreamBase = {
  /** Scheme, host and path prefix as configured; no slash at the end, no credentials. */
  url: string;
  /** The hosts that a next-page address may name. */
  hosts: ReadonlySet<string>;
  prefix: string;
};

/** The base at `configuredUrl` that stands for `publicHost`. Throws TypeError when it is no http(s) address. */
export function upstreamBase(configuredUrl: string, publicHost: string): UpstreamBase {
  const { protocol, host, origin, pathname } = new URL(configuredUrl);
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('The address of Twilio must be http or https');
  const prefix = pathname.replace(/\/+$/, '');
  return { url: origin + prefix, hosts: new Set([host, publicHost]), prefix };
}

/**
 * Path and query of a next-page address, byte for byte as sent: Twilio's pages show unescaped `+` and a query without
 * `?`, which a URL parser would rewrite. Null when the address is not on one of the base's hosts.
 */
export function pathOnBase(base: UpstreamBase, address: string): string | null {
  const [, origin, path = ''] = /^(https?:\/\/[^/?#]+)?(\/[^#]*)/i.exec(address) ?? [];
  if (path === '' || path.startsWith('//')) return null;
  if (origin !== undefined && !base.hosts.has(hostOf(origin))) return null;
  return base.prefix !== '' && path.startsWith(`${base.prefix}/`) ? path.slice(base.prefix.length) : path;
}

/** Host and port in lower case; an origin with credentials or a broken host is on no host. */
function hostOf(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  return url === null || url.username !== '' || url.password !== '' ? '' : url.host;
}
