/* The same rows with one of them so many places further; null: it cannot go there. */
export function moved<Row>(rows: readonly Row[], at: number, by: number): Row[] | null {
    const to = at + by;
    if (at < 0 || at >= rows.length || to < 0 || to >= rows.length)
        return null;
    const next = [...rows];
    next.splice(to, 0, ...next.splice(at, 1));
    return next;
}
