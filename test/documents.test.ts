// What the Markdown files say of this repository is true as far as a program can tell.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';

const documents = [
  ...readdirSync('.'),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((file) => join('docs', file)),
].filter((file) => file.endsWith('.md'));
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

describe.for(documents)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  test('each relative link leads somewhere', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)(?<target>[^)#]+)/g)].map(
      ({ groups }) => groups?.['target'] ?? '',
    );
    expect(targets.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
  });

  test('each GraphQL document is valid', () => {
    const blocks = [...text.matchAll(/```graphql\n(?<block>.*?)```/gs)].map(({ groups }) => groups?.['block'] ?? '');
    expect(blocks.flatMap((block) => validate(schema, parse(block))).map(String)).toEqual([]);
  });
});

test('each file that ARCHITECTURE.md names exists', () => {
  const folders = 'db|twilio|mirror|schema|resolvers|server|emulator';
  const names = readFileSync('ARCHITECTURE.md', 'utf8').matchAll(
    new RegExp(`\\b(?:${folders})/[a-z-]+(?:/[a-z-]+)*`, 'g'),
  );
  const missing = [...names]
    .map(([name]) => name)
    .filter((name) => !existsSync(`src/${name}`) && !existsSync(`src/${name}.ts`));
  expect(missing).toEqual([]);
});
