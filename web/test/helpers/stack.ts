/*
 * A server of ours on a PostgreSQL of its own, both gone afterwards. PostgreSQL refuses root, so it
 * runs as the user that Debian's package made. SMARTCART_PROGRAM: another build than the release's.
 * SMARTCART_SLOW_MS: behind a network that is late by up to that, which finds what hangs on luck.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startSlowNetwork } from './slow_network.ts';

const PG_BIN = '/usr/lib/postgresql/15/bin';
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = process.env.SMARTCART_PROGRAM ?? `${ROOT}build/release/smartcart`;
const SLOW_MS = Number(process.env.SMARTCART_SLOW_MS ?? 0);
const DEMO = `${PROGRAM}-demo`;
export const BUILT_APP = `${ROOT}web/dist`;

export interface StackOptions {
    /* The built app is served. */
    hasApp?: boolean;
    /* The sample world is imported. */
    hasDemo?: boolean;
    /* Of the sample world: earlier days, two weeks apart, so that prices have a history. None: 0. */
    fortnights?: number;
    /* False: nobody asks too often. */
    isLimited?: boolean;
}

export interface Server {
    url: string;
    /* All that it has said so far. */
    log(): string;
    stop(): Promise<void>;
}

export interface Stack {
    url: string;
    /* As Server's. */
    log(): string;
    /* What was sent by mail so far, one text each. */
    mails(): string[];
    /* Our program, on the same database; what it printed. */
    run(...words: string[]): string;
    /* What psql says to a statement: values alone, a row a line. */
    sql(statement: string): string;
    /* Another server on the same database: of another build of the app; port 0: any. */
    serve(app: string, port?: number): Promise<Server>;
    stop(): Promise<void>;
}

/* What is missing for it, in a line; null: nothing. */
export function missing(options: StackOptions = {}): string | null {
    for (const path of [PROGRAM, `${PG_BIN}/initdb`, ...(options.hasDemo ? [DEMO] : []),
        ...(options.hasApp ? [`${BUILT_APP}/documents.json`] : [])])
        try {
            accessSync(path);
        } catch {
            return `there is no ${path}`;
        }
    return null;
}

function idOf(field: number): number {
    const line = readFileSync('/etc/passwd', 'utf8').split('\n')
        .find((row) => row.startsWith('postgres:'));
    return Number(line!.split(':')[field]);
}

/* Quoted-printable, of ASCII. */
function unquoted(mail: string): string {
    return mail.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g,
        (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

type Settings = NodeJS.ProcessEnv;

/* Answering, when this is done. */
async function serve(env: Settings, words: string[]): Promise<Server> {
    const serving = spawn(PROGRAM, ['serve', ...words],
        { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
        serving.once('exit', () => reject(new Error('the server ended')));
        for (const output of [serving.stdout, serving.stderr])
            createInterface({ input: output }).on('line', (line) => {
                said.push(line);
                const found = /^serving (\S+)\/graphql/.exec(line);
                if (found !== null)
                    resolve(found[1]!);
            });
    });
    return {
        url,
        log: () => said.join('\n'),
        async stop() {
            serving.removeAllListeners('exit');
            serving.kill();
            await once(serving, 'exit');
        },
    };
}

/* Migrated, with keys for tokens, and what else is to be there before a server is. */
function fill(env: Settings, folder: string, { hasDemo, fortnights = 0 }: StackOptions): void {
    const run = (program: string, ...words: string[]): void => {
        execFileSync(program, words, { env, cwd: ROOT, stdio: 'pipe' });
    };
    run(PROGRAM, 'migrate');
    run(PROGRAM, 'account', 'rotate');
    if (hasDemo) {
        run(DEMO, '--fortnights', String(fortnights), `${folder}/demo`);
        run(PROGRAM, 'import', `${folder}/demo`);
    }
}

async function startOn(folder: string, options: StackOptions, stopPg: () => void): Promise<Stack> {
    const env = { ...process.env, SMARTCART_SECRET: 'of tests alone, 16 bytes',
        SMARTCART_MAIL_FOLDER: `${folder}/mail`, SMARTCART_LIMITS: options.isLimited === false ? 'off' : 'on',
        SMARTCART_DATABASE_URL: `postgresql:///smartcart?host=${folder}&user=smartcart` };
    mkdirSync(`${folder}/mail`);
    fill(env, folder, options);
    const served = options.hasApp ? ['--web', BUILT_APP] : ['--documents', 'web/documents.json'];
    const server = await serve(env, ['--port', '0', ...served]);
    const network = SLOW_MS > 0 ? await startSlowNetwork(server.url, SLOW_MS) : null;
    return {
        url: network?.url ?? server.url,
        log: server.log,
        mails: () => readdirSync(`${folder}/mail`).filter((name) => !name.endsWith('.part'))
            .map((name) => unquoted(readFileSync(`${folder}/mail/${name}`, 'utf8'))),
        run: (...words) => execFileSync(PROGRAM, words, { env, cwd: ROOT, encoding: 'utf8' }),
        sql: (statement) => execFileSync(`${PG_BIN}/psql`, ['-XAtq', '-h', folder, '-U', 'smartcart',
            '-d', 'smartcart', '-v', 'ON_ERROR_STOP=1', '-c', statement], { encoding: 'utf8' }).trim(),
        serve: (app, port = 0) => serve(env, ['--port', String(port), '--web', app]),
        async stop() {
            network?.stop();
            await server.stop();
            stopPg();
        },
    };
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
    const folder = mkdtempSync('/tmp/smartcart-web-');
    const isRoot = process.getuid!() === 0;
    const user = isRoot ? { uid: idOf(2), gid: idOf(3) } : {};
    if (isRoot)
        chownSync(folder, user.uid!, user.gid!);
    const asUser = { cwd: '/', stdio: 'pipe' as const, ...user };
    const pg = (program: string, ...options: string[]): void => {
        execFileSync(`${PG_BIN}/${program}`, options, asUser);
    };
    pg('initdb', '-D', `${folder}/data`, '--locale=C.UTF-8', '-E', 'UTF8', '--auth=trust',
        '--username=smartcart', '--no-sync');
    pg('pg_ctl', '-D', `${folder}/data`, '-l', `${folder}/log`, '-w', 'start', '-o',
        `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off`);
    const stopPg = (): void => {
        pg('pg_ctl', '-D', `${folder}/data`, '-m', 'immediate', '-w', 'stop');
        rmSync(folder, { recursive: true });
    };
    try {
        pg('createdb', '-h', folder, '-U', 'smartcart', 'smartcart');
        return await startOn(folder, options, stopPg);
    } catch (error) {
        stopPg();
        throw error;
    }
}
