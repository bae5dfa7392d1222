// What one request may cost before it is understood. The same plugin stands before every transport: HTTP, SSE, WebSocket.
import { type DocumentNode, GraphQLError, Kind, type ParseOptions, parse, type Source, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Bytes of a request's body: 15,000 sids in variables are 0.6 MB. */
export const bodySizeMaxBytes = 2 * 1024 * 1024;
/** Bytes of one WebSocket message. */
export const messageSizeMaxBytes = 256 * 1024;

const tokensMax = 2000;
const depthMax = 12;
const aliasesMax = 30;

/** Refuses documents that are too long, too deep or too wide, with code QUERY_TOO_COMPLEX, the limit and the figure. */
export function useDocumentLimits(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source, options?: ParseOptions) => {
        const document = parse(source, { ...options, maxTokens: tokensMax });
        refuseIfOver('depth', measureDepth(document), depthMax);
        refuseIfOver('aliases', countAliases(document), aliasesMax);
        return document;
      });
    },
  };
}

function refuseIfOver(name: string, actual: number, limit: number): void {
  if (actual <= limit) return;
  throw new GraphQLError(`The document has ${name} ${actual}; the limit is ${limit}.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit, actual, http: { status: 400 } },
  });
}

/** Nesting of selections as written; fragments are measured where they are defined. Introspection is as deep as it is. */
function measureDepth(document: DocumentNode): number {
  let depth = 0;
  let deepest = 0;
  visit(document, {
    Field: {
      enter(node) {
        if (node.name.value.startsWith('__')) return false;
        depth += 1;
        deepest = Math.max(deepest, depth);
        return undefined;
      },
      leave() {
        depth -= 1;
      },
    },
  });
  return deepest;
}

function countAliases(document: DocumentNode): number {
  let aliases = 0;
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD && node.alias) aliases += 1;
    },
  });
  return aliases;
}
