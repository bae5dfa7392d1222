// Calls to AuthorizationDocuments (developer preview).
import { understood } from './answer.ts';
import { changesFormOf, type Form, formOf, type Parameters } from './form.ts';
import { readPage } from './pages.ts';
import { readAuthorizationDocument } from './representations/authorization-document.ts';
import { readHostedNumberOrder } from './representations/hosted-number-order.ts';
import type { Caller } from './send.ts';
import { fetchOne, type Upstream, under } from './upstream.ts';

const documentsPath = '/HostedNumbers/AuthorizationDocuments';

/** The calls to documents; TwilioClient says what each promises. */
export function documentCalls(upstream: Upstream) {
  const { http, preview } = upstream;
  const list = { base: preview, path: documentsPath, read: readAuthorizationDocument };
  const write = async (as: Caller, path: string, form: Form) => {
    const json = await http.write(as, preview, path, form);
    return understood({ method: 'POST', path }, () => readAuthorizationDocument(json, as.accountSid));
  };
  return {
    listAuthorizationDocuments: (as: Caller, after?: string) => readPage(upstream, list, as, after),

    fetchAuthorizationDocument: (as: Caller, sid: string) =>
      fetchOne(upstream, preview, under(documentsPath, sid), as, readAuthorizationDocument),

    listDependentHostedNumberOrders(as: Caller, documentSid: string, after?: string) {
      const path = `${under(documentsPath, documentSid)}/DependentHostedNumberOrders`;
      return readPage(upstream, { base: preview, path, read: readHostedNumberOrder }, as, after);
    },

    createAuthorizationDocument: (as: Caller, parameters: Parameters) => write(as, documentsPath, formOf(parameters)),

    updateAuthorizationDocument: (as: Caller, sid: string, parameters: Parameters) =>
      write(as, under(documentsPath, sid), changesFormOf(parameters)),
  };
}
