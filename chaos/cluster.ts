// A PostgreSQL cluster of the suite's own, in a temporary folder, which it may stop and kill as it likes. Never another one.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import postgres from 'postgres';
import { findFreePort, type ManagedProcess, type Processes } from './processes.ts';
import { waitUntil } from './wait.ts';

export interface Cluster {
  readonly port: number;
  start(): Promise<void>;
  /** `kill`: kill -9 of the postmaster. `immediate`: a stop that leaves recovery to the next start. */
  stop(how: 'kill' | 'immediate'): Promise<void>;
}

/** What is missing, in a sentence for people. */
export class ClusterError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
  }
}

const startMaxMs = 60_000;
const debianFolder = '/usr/lib/postgresql';

/** Makes the cluster below `folder` and starts it. Throws ClusterError when there is no PostgreSQL on this machine. */
export async function createCluster(folder: string, processes: Processes): Promise<Cluster> {
  const bin = findBinaries();
  const owner = findOwner();
  const data = join(folder, 'cluster');
  mkdirSync(data);
  if (owner) {
    chmodSync(folder, 0o755);
    chownSync(data, owner.uid, owner.gid);
  }
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...owner, cwd: data, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new ClusterError(`initdb failed: ${made.stderr}`);
  const port = await findFreePort();
  let postmaster: ManagedProcess | null = null;
  const cluster: Cluster = {
    port,
    async start() {
      postmaster = await startPostmaster({ bin, data, port, owner }, processes);
    },
    async stop(how) {
      // SIGQUIT is what an immediate stop sends.
      await postmaster?.end(how === 'kill' ? 'SIGKILL' : 'SIGQUIT');
      postmaster = null;
    },
  };
  await cluster.start();
  return cluster;
}

type Owner = { uid: number; gid: number };
type Place = { bin: string; data: string; port: number; owner: Owner | undefined };

/** The children of a killed postmaster leave by themselves; until they have, a new one refuses to start. */
async function startPostmaster(place: Place, processes: Processes): Promise<ManagedProcess> {
  const { bin, data, port, owner } = place;
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const deadline = Date.now() + startMaxMs;
  while (Date.now() < deadline) {
    const postmaster = processes.start('postgres', join(bin, 'postgres'), args, { ...owner, cwd: data });
    const isUp = await waitUntil(async () => !postmaster.isAlive() || (await answers(port)), startMaxMs);
    if (isUp && postmaster.isAlive()) return postmaster;
    await postmaster.end('SIGKILL');
  }
  throw new ClusterError(`PostgreSQL did not start in ${startMaxMs / 1000} s: see postgres.log`);
}

async function answers(port: number): Promise<boolean> {
  const sql = postgres({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 1, connect_timeout: 2 });
  try {
    await sql`select 1`;
    return true;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function findBinaries(): string {
  const debian = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...debian.map((version) => join(debianFolder, version, 'bin')),
  ];
  const found = candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found !== undefined) return found;
  throw new ClusterError(
    `The suite starts a PostgreSQL of its own and needs its programs: there is no initdb on the PATH or in ${debianFolder}/*/bin. On Debian: apt-get install postgresql.`,
  );
}

/** PostgreSQL refuses to run as root; undefined: as whoever we are. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (option: string) => Number(execFileSync('id', [option, user], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is no such user; the next one may be there.
    }
  }
  throw new ClusterError(
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it as.',
  );
}
