/* Which language is spoken first, whatever the browser tells. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deviceTags, firstLanguage, type Language } from '../../src/i18n/i18n.ts';

const own = Object.getOwnPropertyDescriptor(globalThis.navigator, 'languages');
after(() => own && Object.defineProperty(globalThis.navigator, 'languages', own));

function onDevice(languages: string[], search = ''): Language {
    Object.defineProperty(globalThis.navigator, 'languages', { value: languages, configurable: true });
    globalThis.location = { search } as Location;
    return firstLanguage();
}

test('the first that the device speaks and the app does, in today’s spelling', () => {
    assert.equal(onDevice(['de-AT', 'hr-HR', 'en-IE']), 'hr');
    assert.equal(onDevice(['iw-IL']), 'he');
    assert.equal(onDevice(['sv']), 'en');
    assert.equal(onDevice(['hr'], '?language=he'), 'he');
    assert.equal(onDevice(['hr'], '?language=tlh'), 'hr');
});

test('what is no language tag is passed over', () => {
    assert.equal(onDevice(['en-US@posix', 'C', 'hr']), 'hr');
    assert.deepEqual(deviceTags(), ['hr']);
    assert.equal(onDevice([]), 'en');
});
