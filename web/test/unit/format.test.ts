/* Amounts and days, as they are said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatEnd, formatMoney } from '../../src/i18n/format.ts';
import { speaking } from './helpers/language.ts';

test('an amount of nothing has no sign', () => {
    assert.equal(formatMoney({ minor: -0, currency: 'EUR' }), '€0.00');
    assert.equal(formatMoney({ minor: -0, currency: 'XXX' }), '0.00');
});

test('a day that something ends on is said by its weekday while that can be no other', async () => {
    const now = new Date(2026, 10, 26, 12);
    const ends = (): string[] => ['26', '27', '28'].map((day) => formatEnd(`2026-11-${day}`, now))
        .concat(['02', '03', '16'].map((day) => formatEnd(`2026-12-${day}`, now)), formatEnd('2026-11-25', now));
    assert.match(ends().join(), /^today,tomorrow,Sat,Wed,(3 Dec,16 Dec,25 Nov|Dec 3,Dec 16,Nov 25)$/);
    await speaking('hr');
    assert.deepEqual(ends(), ['danas', 'sutra', 'sub', 'sri', '3. pro', '16. pro', '25. stu']);
    await speaking('he');
    assert.deepEqual(ends(), ['היום', 'מחר', 'שבת', 'יום ד׳', '3 בדצמ׳', '16 בדצמ׳', '25 בנוב׳']);
    await speaking('en');
});

test('today is today on the calendar of this device', () => {
    const said = (zone: string, ...hours: number[]): string[] => {
        process.env['TZ'] = zone;
        return hours.map((hour) => formatEnd('2026-11-27', new Date(2026, 10, 26, hour, 30)));
    };
    for (const zone of ['Europe/Zagreb', 'Pacific/Auckland', 'America/Los_Angeles'])
        assert.deepEqual(said(zone, 0, 23, 24, 47), ['tomorrow', 'tomorrow', 'today', 'today'], zone);
    delete process.env['TZ'];
});
