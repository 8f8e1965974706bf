import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf } from '../../src/profile/device.ts';

test('devices go by the names that people know', () => {
    const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
    assert.equal(deviceOf(`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${safari} ` +
        'Version/18.0 Mobile/15E148 Safari/604.1'), 'Safari · iPhone');
    assert.equal(deviceOf('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) ' +
        'Chrome/131.0.0.0 Mobile Safari/537.36'), 'Chrome · Android');
    assert.equal(deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like ' +
        'Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0'), 'Edge · Windows');
    assert.equal(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'),
        'Firefox · Linux');
});

test('programs go by their own', () => {
    assert.equal(deviceOf('curl/7.88.1'), 'curl');
    assert.equal(deviceOf(' '), null);
    assert.equal(deviceOf(null), null);
});
