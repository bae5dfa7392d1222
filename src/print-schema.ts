// Writes the schema as SDL to schema.graphql, sorted, so that a change of the graph shows in a diff (`npm run generate`).
import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './graph.ts';

/** The whole graph in SDL, types and fields by name. */
export function printGraph(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(new URL('../schema.graphql', import.meta.url), printGraph());
}
