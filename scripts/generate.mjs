// Makes the generated files anew: schema.graphql, drizzle/, test/generated/. With --check it changes nothing and fails
// where a committed file is not what would be made.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const checking = process.argv.includes('--check');
const stale = [];

generateSchema();
generateMigrations();
generateDocuments();
if (stale.length > 0) {
  console.error(`Not current: ${stale.join(', ')}. Run "npm run generate" and commit what it changes.`);
  process.exit(1);
}

/** schema.graphql, printed from the graph. */
function generateSchema() {
  const program = "import { printGraph } from './src/print-schema.ts'; process.stdout.write(printGraph());";
  const printed = run(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
  if (existsSync('schema.graphql') && readFileSync('schema.graphql', 'utf8') === printed) return;
  if (checking) stale.push('schema.graphql');
  else writeFileSync('schema.graphql', printed);
}

/** A migration for what src/db/tables.ts and gateway-tables.ts have and drizzle/ lacks. */
function generateMigrations() {
  if (!checking) {
    run(bin('drizzle-kit'), ['generate']);
    return;
  }
  run(bin('drizzle-kit'), ['check']);
  const folder = mkdtempSync(join(tmpdir(), 'numbergraph-drizzle-'));
  try {
    cpSync('drizzle', folder, { recursive: true });
    const before = readdirSync(folder).length;
    const tables = ['--dialect', 'postgresql', '--casing', 'snake_case', '--schema', './src/db/*tables.ts'];
    // drizzle-kit takes only a relative folder.
    run(bin('drizzle-kit'), ['generate', ...tables, '--out', relative(root, folder)]);
    if (readdirSync(folder).length !== before) stale.push('drizzle/');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Typed documents of the tests, from schema.graphql and the *.graphql documents (codegen.ts). */
function generateDocuments() {
  const args = ['--config', 'codegen.ts', '--errors-only'];
  if (!checking) {
    run(bin('graphql-codegen'), args);
    return;
  }
  const { status, stdout, stderr } = spawn(bin('graphql-codegen'), [...args, '--check']);
  if (status === 0) return;
  stale.push('test/generated/');
  console.error(stdout + stderr);
}

function run(command, args) {
  const { status, stdout, stderr } = spawn(command, args);
  if (status === 0) return stdout;
  console.error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`);
  return process.exit(1);
}

function spawn(command, args) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 2 ** 20,
  });
  if (result.error) throw result.error;
  return result;
}

function bin(name) {
  return join(root, 'node_modules', '.bin', name);
}
