// The rule on addresses that Twilio is to request: a write must not make it knock at private doors (Twilio error 22105).
import { isStorableText } from '../../db/filters-values.ts';
import { isPublicHost } from '../../mirror/public-host.ts';
import type { Complaint } from './rules.ts';

const lengthMax = 2048;

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

/** A sentence for each address that is sound but in plain http, by the path of its field. */
export function noticesOfUrls(urls: Readonly<Record<string, string | null | undefined>>): string[] {
  return Object.entries(urls)
    .filter(([, url]) => url && new URL(url).protocol === 'http:')
    .map(([path]) => `${path} is plain http: what is sent there can be read and changed on its way.`);
}
