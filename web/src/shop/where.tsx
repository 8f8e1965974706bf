/* The one question, asked when it matters: where do you shop? */
import { session } from '../session/session.ts';
import { PlacePicker } from './places.tsx';
import { shopWords } from './words.ts';
import './where.css';

export function WhereQuestion() {
    const words = shopWords();
    return (
        <section class="card where" aria-labelledby="where-question">
            <h2 id="where-question">{words.whereTitle}</h2>
            <p class="sub">{session.value.householdId === null ? words.whereAboutDevice
                : words.whereAbout}</p>
            <PlacePicker />
        </section>
    );
}
