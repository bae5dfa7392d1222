// `npm run check`: everything that needs no database and no running program. Steps run side by side, one per core;
// each line is a step, its time and its result, and a step that fails shows all it said. `npm run check lint types` runs
// those two only.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// The slowest first. A name may occur twice: both belong to it.
const steps = [
  { name: 'lint', what: 'rules that need types', command: 'eslint . --max-warnings 0' },
  { name: 'types', what: 'app, tests, benchmarks', command: 'tsc --noEmit' },
  { name: 'generated', what: 'schema, migrations, documents', command: 'node scripts/generate.mjs --check' },
  {
    name: 'layers',
    what: 'who may import whom',
    command: 'depcruise --config .dependency-cruiser.js src test bench chaos scripts',
  },
  { name: 'dead code', what: 'files, exports, packages', command: 'knip --no-config-hints' },
  { name: 'lint', what: 'format and plain rules', command: 'biome check . --error-on-warnings --max-diagnostics=100' },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `No such step: ${unknown.join(', ')}. Steps: ${[...new Set(steps.map((step) => step.name))].join(', ')}.`,
  );
  process.exit(2);
}

const waiting = steps.filter((step) => wanted.length === 0 || wanted.includes(step.name));
const failures = [];
const startedAt = performance.now();
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
const total = seconds(performance.now() - startedAt);
for (const { name, command, output } of failures) console.log(`\n--- ${name}: ${command}\n${output.trim()}`);
console.log(
  failures.length === 0 ? `\nAll checks passed in ${total}.` : `\n${failures.length} failed, after ${total}.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

async function work() {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const began = performance.now();
    const { code, output } = await runCommand(step.command);
    const result = code === 0 ? 'ok' : 'FAILED';
    console.log(
      `${step.name.padEnd(10)} ${step.what.padEnd(30)} ${seconds(performance.now() - began).padStart(7)}  ${result}`,
    );
    if (code !== 0) failures.push({ ...step, output });
  }
}

function runCommand(command) {
  const PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, {
    cwd: root,
    shell: true,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
