// Only what needs types, or what Biome cannot say: everything else is Biome's (biome.json). Import rules between folders
// are in .dependency-cruiser.js.
import tseslint from 'typescript-eslint';

const asyncInSchema = {
  selector: ':matches(FunctionDeclaration, FunctionExpression, ArrowFunctionExpression)[async=true], AwaitExpression',
  message: 'src/schema says what exists and never awaits: what awaits belongs in src/resolvers.',
};
const reexport = {
  selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
  message: 'Import from the file that defines a thing: re-exports hide where it lives.',
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.data/', 'drizzle/', 'test/generated/', 'test-results/'] },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A Drizzle statement runs when it is awaited: one that is not writes nothing, silently.
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNever: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      // A union without its last member is a mistake that shows up at night.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      'no-restricted-syntax': ['error', reexport],
    },
  },
  {
    files: ['src/schema/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', reexport, asyncInSchema] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'src/config.ts is the only reader of the environment; take a Config.',
        },
        { object: 'process', property: 'loadEnvFile', message: 'src/config.ts is the only reader of the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:process',
              importNames: ['env', 'loadEnvFile'],
              message: 'src/config.ts is the only reader of the environment; take a Config.',
            },
          ],
        },
      ],
    },
  },
  {
    // A test reads JSON answers of any shape and then asserts it.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
