/* Debian's Chromium, and a phone in it. */
import { existsSync } from 'node:fs';
import type { BrowserContextOptions, LaunchOptions } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const CITY = { latitude: 51.8985, longitude: -8.4756 }; // where the sample world's stores are

/* Where the same pages are no secure context, which they are on loopback. */
export const INSECURE_HOST = 'smartcart.test';

export const LAUNCH: LaunchOptions = {
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--disable-dev-shm-usage', // a small machine's /dev/shm holds no page
        `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`],
};

export const PHONE: BrowserContextOptions = {
    viewport: { width: 390, height: 844 },
    locale: 'en-IE',
    timezoneId: 'Europe/Dublin',
    geolocation: CITY,
    permissions: ['geolocation'],
    hasTouch: true,
    isMobile: true,
};

/* A line that says so; null: it is there. */
export const lackOfBrowser = (): string | null =>
    (existsSync(CHROMIUM) ? null : `there is no ${CHROMIUM}`);
