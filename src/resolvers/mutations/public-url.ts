// The rule on addresses that Twilio is to request: a write must not make it knock at private doors (Twilio error 22105).
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { isStorableText } from '../../db/filters-values.ts';
import type { Complaint } from './rules.ts';

const lengthMax = 2048;
const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6');
}

/** http or https, without credentials, to a public host unless private ones are allowed. Names are not resolved. */
export function complainOfUrl(allowPrivateUrls: boolean): (value: string) => Complaint | null {
  return (value) => {
    if (value.length > lengthMax) return { message: `must have at most ${lengthMax} characters; got ${value.length}` };
    const url = isStorableText(value) && !/\s/.test(value) && URL.canParse(value) ? new URL(value) : null;
    if (url === null) return { message: 'must be a URL' };
    if (!['http:', 'https:'].includes(url.protocol)) return { message: 'must begin with http: or https:' };
    if (url.username || url.password) return { message: 'must not contain a user name or a password' };
    return allowPrivateUrls || isPublicHost(url.hostname) ? null : { message: 'must name a public host' };
  };
}

/** `hostname` as URL gives it: numbers written in other ways have become dotted by then. IPv4 inside IPv6 is judged as IPv4. */
function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIPv4(host)) return !privateAddresses.check(host, 'ipv4');
  if (isIPv6(host)) return !privateAddresses.check(host, 'ipv6');
  return host.includes('.') && !/(^|\.)(localhost|local|internal)$/i.test(host);
}
