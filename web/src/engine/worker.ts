/* The engine in a thread of its own, so that a long search never holds up the screen. */
import engineUrl from '../../../build/release/engine.wasm?url';
import { createEngine, type Engine } from './engine.ts';

export interface Question {
    id: number;
    word: 'plan' | 'price';
    document: string;
}

export type Told = { id: number; answer: string } | { id: number; failure: string };

async function start(): Promise<Engine> {
    return createEngine(await WebAssembly.compileStreaming(fetch(engineUrl)));
}

const engine = start();

self.addEventListener('message', async ({ data }: MessageEvent<Question>) => {
    let told: Told;
    try {
        told = { id: data.id, answer: (await engine)[data.word](data.document) };
    } catch (error) {
        told = { id: data.id, failure: (error as Error).message };
    }
    self.postMessage(told);
});
