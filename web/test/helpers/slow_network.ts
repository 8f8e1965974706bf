/* A network that is slow now and then: what goes through it comes later, each piece by chance. Most are
   hardly late and few very; their order stays. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SlowNetwork {
    url: string;
    stop(): void;
}

export async function startSlowNetwork(to: string, mostMs: number): Promise<SlowNetwork> {
    const sockets = new Set<Socket>();

    function pass(from: Socket, into: Socket): void {
        sockets.add(from);
        from.setNoDelay();
        let last = Promise.resolve();
        const later = (act: () => unknown): void => {
            last = Promise.all([last, sleep(Math.random() ** 3 * mostMs)]).then(() => void act());
        };
        from.on('data', (data) => later(() => into.writable && into.write(data)));
        from.on('end', () => later(() => into.end()));
        from.on('error', () => into.destroy());
        from.on('close', () => {
            sockets.delete(from);
            later(() => into.destroy());
        });
    }

    const server = createServer((client) => {
        const behind = connect(Number(new URL(to).port), '127.0.0.1');
        pass(client, behind);
        pass(behind, client);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        stop() {
            server.close();
            sockets.forEach((socket) => socket.destroy());
        },
    };
}
