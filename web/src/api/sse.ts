/* Server-sent events, out of pieces of text as they come. */

export interface ServerEvent {
    event: string;
    data: string;
}

export interface EventReader {
    /* Events that are whole now. */
    read(piece: string): ServerEvent[];
    /* How long the server asks to wait before asking again. */
    retryMs(): number | null;
}

export function createEventReader(): EventReader {
    let left = '';
    let event = '';
    let data: string[] = [];
    let retryMs: number | null = null;

    /* The empty line ends an event; a line that begins with a colon is a comment. */
    function takeLine(line: string): ServerEvent[] {
        if (line === '') {
            const whole = data.length > 0 || event !== ''
                ? [{ event: event || 'message', data: data.join('\n') }] : [];
            event = '';
            data = [];
            return whole;
        }
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'event')
            event = value;
        else if (field === 'data')
            data.push(value);
        else if (field === 'retry' && /^\d+$/.test(value))
            retryMs = Number(value);
        return [];
    }
    return {
        read(piece) {
            left += piece;
            // a \r at the end is half of \r\n, perhaps
            const end = left.endsWith('\r') ? left.length - 1 : left.length;
            const lines = left.slice(0, end).split(/\r\n|\r|\n/);
            left = lines.pop()! + left.slice(end);
            return lines.flatMap(takeLine);
        },
        retryMs: () => retryMs,
    };
}
