/* Where lists are kept. Throws where nothing can be kept now. */
import type { Kept, Patch } from './model.ts';

export interface Store {
    read(): Promise<Kept>;
    /* All of it or nothing, behind what was read or replaced. Writes are done in the order in which
       they were asked for. */
    write(patch: Patch): Promise<void>;
    /* Keeps that alone; asked for once nobody else writes. */
    replace(whole: () => Kept): Promise<void>;
    /* All that is kept is `meta` from then on. */
    wipe(meta: Record<string, unknown>): Promise<void>;
    /* What a list is planned from, beside it and gone with it; large, so it is not in `read`. */
    readPack(listId: string): Promise<unknown>;
    writePack(listId: string, pack: unknown): Promise<void>;
}
