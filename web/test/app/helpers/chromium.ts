/* Debian's Chromium, and a phone in it. */
import { existsSync } from 'node:fs';
import type { BrowserContextOptions, LaunchOptions } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const CITY = { latitude: 51.8985, longitude: -8.4756 }; // where the sample world's stores are

export const LAUNCH: LaunchOptions = {
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--disable-dev-shm-usage'], // a small machine's /dev/shm holds no page
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
