/*
 * A server of ours on a PostgreSQL of its own, both gone afterwards. PostgreSQL refuses root, so it
 * runs as the user that Debian's package made. SMARTCART_PROGRAM: another build than the release's.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PG_BIN = '/usr/lib/postgresql/15/bin';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = process.env.SMARTCART_PROGRAM ?? `${ROOT}build/release/smartcart`;

export interface Stack {
    url: string;
    /* What was sent by mail so far, one text each. */
    mails(): string[];
    stop(): Promise<void>;
}

/* What is missing for it, in a line; null: nothing. */
export function missing(): string | null {
    for (const path of [PROGRAM, `${PG_BIN}/initdb`])
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

/* Migrated, with keys for tokens, and answering. */
async function serve(folder: string, stopPg: () => void): Promise<Stack> {
    const settings = { ...process.env, SMARTCART_SECRET: 'of tests alone, 16 bytes',
        SMARTCART_MAIL_FOLDER: `${folder}/mail`, SMARTCART_LIMITS: 'on',
        SMARTCART_DATABASE_URL: `postgresql:///smartcart?host=${folder}&user=smartcart` };
    mkdirSync(`${folder}/mail`);
    execFileSync(PROGRAM, ['migrate'], { env: settings, cwd: ROOT, stdio: 'pipe' });
    execFileSync(PROGRAM, ['account', 'rotate'], { env: settings, cwd: ROOT, stdio: 'pipe' });
    const serving = spawn(PROGRAM, ['serve', '--port', '0', '--documents', 'web/documents.json'],
        { env: settings, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const url = await new Promise<string>((resolve, reject) => {
        serving.once('exit', () => reject(new Error('the server ended')));
        for (const output of [serving.stdout, serving.stderr])
            createInterface({ input: output }).on('line', (line) => {
                const found = /^serving (\S+)\/graphql/.exec(line);
                if (found !== null)
                    resolve(found[1]!);
            });
    });
    return {
        url,
        mails: () => readdirSync(`${folder}/mail`)
            .map((name) => unquoted(readFileSync(`${folder}/mail/${name}`, 'utf8'))),
        async stop() {
            serving.removeAllListeners('exit');
            serving.kill();
            await once(serving, 'exit');
            stopPg();
        },
    };
}

export async function startStack(): Promise<Stack> {
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
        return await serve(folder, stopPg);
    } catch (error) {
        stopPg();
        throw error;
    }
}
