// GraphiQL as /graphql shows it to a browser: everything it needs comes from this server, and it opens with the examples.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GraphiQLOptions } from 'graphql-yoga';

/** Both src/server and dist/server lie two folders below the repository. */
const folder = fileURLToPath(new URL('../../examples', import.meta.url));

// The stock favicon comes from another host.
const favicon =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Ccircle cx="8" cy="8" r="7" fill="%23f22f46"/%3E%3Ctext x="8" y="12" font-size="11" text-anchor="middle" fill="%23fff"%3E%23%3C/text%3E%3C/svg%3E';

/** Options for Yoga: a tab for each file of examples/, in the order of their names. */
export function graphiqlOptions(): GraphiQLOptions {
  return { title: 'Numbergraph', favicon, subscriptionsProtocol: 'WS', defaultTabs: readExamples() };
}

/** The page. It is 9 MB, so it is loaded when somebody asks for it. */
export async function renderGraphiQL(options: GraphiQLOptions): Promise<string> {
  const page = await import('@graphql-yoga/render-graphiql');
  // A tab keeps the offset of its last drag and jumps away under the first click: that click would be lost.
  return page
    .renderGraphiQL(options)
    .replace('</head>', '<style>.graphiql-tab { transform: none !important }</style></head>');
}

/** The examples with their variables (NAME.variables.json beside NAME.graphql), in the order of their names. */
export function readExamples(): { query: string; variables: string | undefined }[] {
  const files = readdirSync(folder).sort();
  return files
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const variables = file.replace('.graphql', '.variables.json');
      return {
        query: readFileSync(join(folder, file), 'utf8'),
        variables: files.includes(variables) ? readFileSync(join(folder, variables), 'utf8') : undefined,
      };
    });
}
