// Makes one line enough in a clean clone: runs before start, test and check, and installs what package-lock.json names
// when node_modules lacks it. It may import nothing that has to be installed, and must also parse on old versions of Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

refuseOldNode(readJson('package.json').engines.node);
const reason = whyInstall();
if (reason) install(reason);

/** Ends with a sentence on a version of Node that `engines` excludes. Knows `^20.19.0` and `>=24.0.0` only. */
function refuseOldNode(range) {
  const current = parseVersion(process.versions.node);
  const fits = range.split('||').some((part) => {
    const floor = parseVersion(part.replace(/[^0-9.]/g, ''));
    const sameMajor = current[0] === floor[0];
    return (part.includes('>=') || sameMajor) && compareVersions(current, floor) >= 0;
  });
  if (!fits)
    fail(`Numbergraph needs Node ${range}; this is ${process.versions.node}. The recommended one is in .nvmrc.`);
}

function parseVersion(text) {
  return text.split('.').map(Number);
}

function compareVersions(a, b) {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The first package that is missing or of another version, in words; null when all are there. */
function whyInstall() {
  const installedPath = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, installedPath))) return 'node_modules is missing';
  const installed = readJson(installedPath).packages;
  for (const [path, wanted] of Object.entries(readJson('package-lock.json').packages)) {
    // Optional packages are those of other platforms as well, so their absence says nothing.
    if (path === '' || wanted.optional || wanted.link) continue;
    if (installed[path]?.version !== wanted.version) return `${path} should be ${wanted.version}`;
    if (!existsSync(join(root, path, 'package.json'))) return `${path} is missing`;
  }
  return null;
}

function install(why) {
  if (process.env.NODE_ENV === 'production') {
    // `npm ci --omit=dev` leaves out what this line needs, on purpose. A production setup is not ours to change.
    fail(
      `${why}, and nothing is installed while NODE_ENV is "production".\n` +
        'To run the build: node dist/main.js. To run from source: npm ci --include=dev, then this line again.',
    );
  }
  console.log(`Installing packages with "npm ci" (${why}); this takes about half a minute.`);
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: !npm && process.platform === 'win32',
  });
  if (error || status !== 0) fail(`"npm ci" failed${error ? `: ${error.message}` : ''}; its own words are above.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
