// Typed documents for the tests: each operation of examples/ and test/documents/ with the types of its variables and its
// result. Reads the committed schema.graphql, so it needs no program (`npm run generate` prints that first).
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: './schema.graphql',
  documents: ['examples/*.graphql', 'test/documents/*.graphql'],
  importExtension: '.ts',
  generates: {
    './test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        // All our scalars are strings on the wire; each states its standard in schema.graphql.
        scalars: {
          DateTime: 'string',
          Duration: 'string',
          EmailAddress: 'string',
          FeedCursor: 'string',
          PhoneNumber: 'string',
          Sid: 'string',
          URL: 'string',
        },
      },
    },
  },
};

export default config;
