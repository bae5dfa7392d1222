// Which hosts are public. One rule for the addresses that a write names and for those that the gateway itself posts to.
import { BlockList, isIPv4, isIPv6 } from 'node:net';

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
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6');
}

/**
 * `hostname` as URL gives it (numbers written in other ways have become dotted by then), or an address. IPv4 inside IPv6 is
 * judged as IPv4. A name is not resolved: only what no public name looks like is refused.
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIPv4(host)) return !privateAddresses.check(host, 'ipv4');
  if (isIPv6(host)) return !privateAddresses.check(host, 'ipv6');
  return host.includes('.') && !/(^|\.)(localhost|local|internal)$/i.test(host);
}
