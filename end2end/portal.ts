/** One running portal: its process, its temporary folder, its free ports. It knows nothing of browsers. */

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const binary = join(repository, 'target', 'release', 'kontor');
const startLimitMs = 20_000;
const stopLimitMs = 5_000;

/** Further settings of one server, as environment variables: `{ KONTOR_SMTP_URL: 'smtp://…' }`. */
export type PortalSettings = Record<string, string>;

export class Portal {
  private constructor(
    readonly url: string,
    readonly gatewayUrl: string,
    readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts a server with demo data in a folder of its own, and waits until it answers. */
  static async start(settings: PortalSettings): Promise<Portal> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run "make build"`);
    // A port that was free a moment ago may be taken by the time the server listens: then once more.
    for (let attempt = 1; ; attempt += 1) {
      const portal = await Portal.spawn(settings);
      try {
        await portal.answers();
        return portal;
      } catch (error) {
        const log = portal.log();
        await portal.stop();
        if (attempt < 3 && /address (already )?in use/i.test(log)) continue;
        throw new Error(`the portal did not start: ${String(error)}\n${log}`);
      }
    }
  }

  private static async spawn(settings: PortalSettings): Promise<Portal> {
    const folder = mkdtempSync(join(tmpdir(), 'kontor-end2end-'));
    const [port, gatewayPort] = await freePorts(2);
    const configuration = join(folder, 'Leptos.toml');
    copyFileSync(join(repository, 'Leptos.toml'), configuration);
    const log = openSync(join(folder, 'server.log'), 'a');
    const child = spawn(binary, ['serve', '--config', configuration], {
      cwd: repository,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
        LEPTOS_SITE_ROOT: join(repository, 'target', 'site'),
        KONTOR_DATABASE_URL: `sqlite:${join(folder, 'kontor.sqlite')}`,
        KONTOR_DEMO: 'true',
        KONTOR_GATEWAY_LISTEN: `127.0.0.1:${gatewayPort}`,
        KONTOR_TODAY: '2026-11-21',
        ...settings,
      },
    });
    closeSync(log);
    child.on('error', () => undefined); // `answers` tells of a process that never came to life
    const portal = new Portal(`http://127.0.0.1:${port}`, `http://127.0.0.1:${gatewayPort}`, folder, child);
    process.once('exit', portal.kill);
    return portal;
  }

  private async answers(): Promise<void> {
    const deadline = Date.now() + startLimitMs;
    while (Date.now() < deadline) {
      if (this.ended()) throw new Error(`it ended with ${this.child.exitCode ?? this.child.signalCode ?? 'an error'}`);
      const status = await fetch(`${this.url}/healthz`).then((response) => response.status, () => 0);
      if (status === 200) return;
      await sleep(50);
    }
    throw new Error(`no answer from ${this.url}/healthz within ${startLimitMs} ms`);
  }

  /** What the server has written so far, the last 200,000 characters of it. */
  log(): string {
    return readFileSync(join(this.folder, 'server.log'), 'utf8').slice(-200_000);
  }

  /** Ends this process, and only this one; then its folder goes. */
  async stop(): Promise<void> {
    if (!this.ended()) {
      const exited = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
      this.child.kill('SIGTERM');
      const timely = await Promise.race([exited.then(() => true), sleep(stopLimitMs, false)]);
      if (!timely) {
        this.child.kill('SIGKILL');
        await exited;
      }
    }
    process.removeListener('exit', this.kill);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private readonly kill = (): void => {
    if (!this.ended()) this.child.kill('SIGKILL');
  };

  private ended(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** Ports that nobody listens on. All are held until all are known, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            if (address !== null && typeof address === 'object') resolve(address.port);
            else reject(new Error('no port'));
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
