/* Reads bars out of pictures in a thread of its own, with the wasm of our own build. */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

/* A picture in, the numbers in it out; null: it could not be read at all. */
export type Found = string[] | null;

const OPTIONS: ReaderOptions = {
    formats: ['EAN13', 'EAN8', 'UPCA', 'UPCE'],
    maxNumberOfSymbols: 1,
    tryHarder: true,
};

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

self.addEventListener('message', async ({ data }: MessageEvent<ImageData>) => {
    let found: Found;
    try {
        found = (await readBarcodes(data, OPTIONS)).filter((one) => one.isValid)
            .map((one) => one.text);
    } catch {
        found = null;
    }
    self.postMessage(found);
});
