/* Answers that come one after the other, as events of one request; loaded with what asks for them. */
import {
    type Answer, deadline, errorOf, LIMIT_MS, readAnswer, type StreamEnd,
} from './ask.ts';
import { createEventReader } from './sse.ts';

const SILENCE_MS = 31_000; // two comments of the server missed: the connection is dead

export async function streamOnce(post: (limit: AbortSignal) => Promise<Response>,
    onEvent: (data: never) => void, signal: AbortSignal): Promise<StreamEnd> {
    const limit = deadline(signal);
    const events = createEventReader();
    limit.within(LIMIT_MS);
    try {
        const response = await post(limit.signal);
        if (!response.headers.get('Content-Type')?.startsWith('text/event-stream'))
            await readAnswer(response);
        const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
            limit.within(SILENCE_MS);
            const { done, value } = await reader.read();
            for (const { event, data } of events.read(value ?? '')) {
                if (event === 'complete')
                    return { isComplete: true, retryMs: null };
                if (event !== 'next')
                    continue;
                const answer = JSON.parse(data) as Answer;
                const error = errorOf(answer, response);
                if (error !== null)
                    throw error;
                onEvent(answer.data as never);
            }
            if (done)
                return { isComplete: false, retryMs: events.retryMs() };
        }
    } finally {
        limit.end();
    }
}
