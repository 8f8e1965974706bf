// icons.mjs - public/icon-*.png of icon.svg, drawn by Debian's chromium.
//
// Run by hand when the drawing changes: what it makes is committed, so that a build needs no browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const svg = readFileSync('icon.svg', 'utf8');
const brand = svg.match(/<rect[^>]*fill="([^"]+)"/)[1];

// Launchers cut a maskable icon to any shape that has its middle 80 %: so the ground goes to the edges.
const drawings = [
    { file: 'icon-192.png', size: 192, scale: 1, ground: 'transparent' },
    { file: 'icon-512.png', size: 512, scale: 1, ground: 'transparent' },
    { file: 'icon-maskable-512.png', size: 512, scale: 0.8, ground: brand },
];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
for (const { file, size, scale, ground } of drawings) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<style>body{margin:0;display:grid;place-items:center;height:100vh;
        background:${ground}}svg{width:${size * scale}px}</style>${svg}`);
    writeFileSync(`public/${file}`, await page.screenshot({ omitBackground: true }));
}
await browser.close();
