/** One running portal: its process, its temporary folder, its free ports. It knows nothing of browsers. */

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
/** The release build. While specs are written, `KONTOR_BINARY` and `LEPTOS_SITE_ROOT` name a debug build. */
const binary = process.env.KONTOR_BINARY ?? join(repository, 'target', 'release', 'kontor');
const site = process.env.LEPTOS_SITE_ROOT ?? join(repository, 'target', 'site');
const startLimitMs = 20_000;
const stopLimitMs = 5_000;

/** The clock of every portal stands on this day. */
export const today = '2026-11-21';

const gatewaySecret = 'end2end-secret';

/** Further settings of one server, as environment variables: `{ KONTOR_SMTP_URL: 'smtp://…' }`. */
export type PortalSettings = Record<string, string>;

/** What the sandbox gateway does wrong; see `docs/gateway.md`. */
export interface Fault {
  fault: 'none' | 'decline' | 'slow' | 'silent_before_charge' | 'silent_after_charge';
  delay_ms?: number;
  times?: number;
}

/** A charge as the gateway has recorded it. */
export interface Charge {
  status: 'succeeded' | 'declined' | 'cancelled' | 'pending' | 'authorised' | 'voided' | 'action_required' | 'failed';
  amount_minor: number | null;
  refunded_minor: number;
}

export class Portal {
  private constructor(
    readonly url: string,
    private readonly gatewayUrl: string,
    private readonly folder: string,
    private readonly settings: PortalSettings,
    private child: ChildProcess,
  ) {}

  /**
   * Starts a server with demo data in a folder of its own, and waits until it answers. Demo data is made relative
   * to the day; with `seededOn` to another one than the day on which the portal then stands.
   */
  static async start(settings: PortalSettings, seededOn = today): Promise<Portal> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run "make build"`);
    const folder = mkdtempSync(join(tmpdir(), 'kontor-end2end-'));
    try {
      if (seededOn !== today) {
        const seeding = await Portal.launch(folder, { ...settings, KONTOR_TODAY: seededOn });
        await seeding.end();
      }
      return await Portal.launch(folder, settings);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private static async launch(folder: string, settings: PortalSettings): Promise<Portal> {
    // A port that was free a moment ago may be taken by the time the server listens: then once more.
    for (let attempt = 1; ; attempt += 1) {
      const portal = await Portal.spawn(folder, settings);
      try {
        await portal.answers();
        return portal;
      } catch (error) {
        const log = portal.log();
        await portal.end();
        if (attempt < 3 && /address (already )?in use/i.test(log)) continue;
        throw new Error(`the portal did not start: ${String(error)}\n${log}`);
      }
    }
  }

  private static async spawn(folder: string, settings: PortalSettings): Promise<Portal> {
    const [port = 0, gatewayPort = 0] = await freePorts(2);
    const child = Portal.run(folder, settings, [port, gatewayPort]);
    const portal = new Portal(`http://127.0.0.1:${port}`, `http://127.0.0.1:${gatewayPort}`, folder, settings, child);
    process.once('exit', portal.kill);
    return portal;
  }

  private static run(folder: string, settings: PortalSettings, [port, gatewayPort]: [number, number]): ChildProcess {
    const configuration = join(folder, 'Leptos.toml');
    copyFileSync(join(repository, 'Leptos.toml'), configuration);
    const log = openSync(join(folder, 'server.log'), 'a');
    const child = spawn(binary, ['serve', '--config', configuration], {
      cwd: repository,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
        LEPTOS_SITE_ROOT: site,
        KONTOR_DATABASE_URL: `sqlite:${join(folder, 'kontor.sqlite')}`,
        KONTOR_DEMO: 'true',
        KONTOR_GATEWAY_LISTEN: `127.0.0.1:${gatewayPort}`,
        KONTOR_GATEWAY_SECRET: gatewaySecret,
        KONTOR_TODAY: today,
        ...settings,
      },
    });
    closeSync(log);
    child.on('error', () => undefined); // `answers` tells of a process that never came to life
    return child;
  }

  /** The same portal, begun again on a later day: what has become due on the way is done soon after. */
  async moveTo(day: string): Promise<void> {
    await this.end();
    const portOf = (url: string) => Number(new URL(url).port);
    this.child = Portal.run(this.folder, { ...this.settings, KONTOR_TODAY: day }, [portOf(this.url), portOf(this.gatewayUrl)]);
    await this.answers();
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

  /** Makes the gateway misbehave from the next charge on. */
  async setFault(fault: Fault): Promise<void> {
    await this.askGateway('/control/fault', { method: 'PUT', body: JSON.stringify(fault) });
  }

  /** All charges that the gateway has settled, declined and cancelled ones too. */
  async charges(): Promise<Charge[]> {
    const answer = await this.askGateway('/v1/charges');
    return ((await answer.json()) as { charges: Charge[] }).charges;
  }

  private async askGateway(path: string, request: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${gatewaySecret}`, 'content-type': 'application/json' };
    const answer = await fetch(`${this.gatewayUrl}${path}`, { ...request, headers });
    if (!answer.ok) throw new Error(`the gateway answered ${path} with ${answer.status}: ${await answer.text()}`);
    return answer;
  }

  /** Ends this process, and only this one; then its folder goes. */
  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(): Promise<void> {
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
