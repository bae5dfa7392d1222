import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig, variables } from '../src/config.ts';

/** `# NAME=value` below a comment that describes it. */
const entries = [
  ...readFileSync('.env.example', 'utf8').matchAll(/^# (?<description>.+)\n# (?<name>[A-Z_]+)=(?<value>.*)$/gm),
].map(({ groups }) => ({
  name: groups?.['name'] ?? '',
  description: groups?.['description'],
  value: groups?.['value'],
}));
const environmentOf = (some: typeof entries) => Object.fromEntries(some.map(({ name, value }) => [name, value]));

test('.env.example has every variable, in the order and the words of config.ts', () => {
  expect(entries.map(({ name, description }) => ({ name, description }))).toEqual(
    variables.map(({ name, description }) => ({ name, description })),
  );
});

test('the values of .env.example are valid, and those of variables with a default are the defaults', () => {
  const withoutDefault = new Set(variables.filter(({ fallback }) => fallback === undefined).map(({ name }) => name));
  const all = readConfig(environmentOf(entries));
  expect(all).toEqual(readConfig(environmentOf(entries.filter(({ name }) => withoutDefault.has(name)))));
});

test('the configuration table of the README has the same variables in the same words', () => {
  const rows = [
    ...readFileSync('README.md', 'utf8').matchAll(/^\| `(?<name>[A-Z_]+)` \|[^|]*\| (?<description>.+) \|$/gm),
  ];
  expect(rows.map(({ groups }) => ({ name: groups?.['name'], description: groups?.['description'] }))).toEqual(
    variables.map(({ name, description }) => ({ name, description })),
  );
});
