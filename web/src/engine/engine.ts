/*
 * The planner and the price engine of the server, as WebAssembly (web/engine/engine.c): what it
 * answers here is what the server would answer to the same document.
 */

interface Exports {
    memory: WebAssembly.Memory;
    _initialize(): void;
    engine_room(bytes: number): number;
    engine_plan(): number;
    engine_price(): number;
    engine_told(): number;
    engine_told_len(): number;
}

export interface Engine {
    /* Both take a document and give the answer, as JSON; what is wrong with one is thrown. */
    plan(document: string): string;
    price(document: string): string;
}

/* WASI's "not supported": the engine has no files; what it would print is lost. */
const NOT_SUPPORTED = 58;
const wasi = {
    fd_close: () => NOT_SUPPORTED,
    fd_seek: () => NOT_SUPPORTED,
    fd_write: () => NOT_SUPPORTED,
};

export function createEngine(module: WebAssembly.Module): Engine {
    const imports = {
        wasi_snapshot_preview1: wasi,
        env: { now_ms: () => performance.now() },
    };
    const engine = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
    engine._initialize();

    function answer(document: string, run: () => number): string {
        const bytes = new TextEncoder().encode(document);
        const room = engine.engine_room(bytes.length);
        if (room === 0)
            throw new Error('the document is too large');
        new Uint8Array(engine.memory.buffer, room, bytes.length).set(bytes);
        const status = run();
        const told = new TextDecoder().decode(new Uint8Array(
            engine.memory.buffer, engine.engine_told(), engine.engine_told_len()));
        if (status !== 0)
            throw new Error(told || `the engine gave up (${status})`);
        return told;
    }

    return {
        plan: (document) => answer(document, engine.engine_plan),
        price: (document) => answer(document, engine.engine_price),
    };
}
