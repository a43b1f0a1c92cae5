/** A database of one's own on the PostgreSQL server that `make test` starts. */

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class PostgresDatabase {
  private constructor(
    readonly url: string,
    private readonly name: string,
    private readonly server: string,
  ) {}

  static async create(): Promise<PostgresDatabase> {
    const server = process.env.KONTOR_TEST_POSTGRES_URL;
    if (server === undefined || server === '') {
      throw new Error('KONTOR_TEST_POSTGRES_URL is missing: "make test" starts a PostgreSQL server and names it, or "cargo xtask postgres start" does');
    }
    const name = `kontor_end2end_${randomBytes(6).toString('hex')}`;
    const url = new URL(server);
    url.pathname = `/${name}`;
    await ask(server, `CREATE DATABASE ${name}`);
    return new PostgresDatabase(url.href, name, server);
  }

  /** Changes what a test cannot wait for. */
  async change(sql: string): Promise<void> {
    await ask(this.url, sql);
  }

  async drop(): Promise<void> {
    await ask(this.server, `DROP DATABASE ${this.name} WITH (FORCE)`);
  }
}

async function ask(server: string, sql: string): Promise<void> {
  await run('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--dbname', server, '--command', sql]);
}
