/* The price over time. The table beside it says the same to who cannot see it. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDay, formatMoney } from '../i18n/format.ts';
import { language } from '../i18n/i18n.ts';
import { theme } from '../ui/theme.ts';
import type { Span } from './good-price.ts';
import { stepsOf } from './history.ts';

const HEIGHT = 220;
const DAY_PX = 88; // from one day's label to the next
const DAYS_MOST = 6;
const FONT = '13px Figtree, Rubik, sans-serif';

/* A token as a canvas takes it: for the theme that is on. */
function colourOf(host: HTMLElement, token: string): string {
    const before = host.style.color;
    host.style.color = `var(${token})`;
    const { color } = getComputedStyle(host);
    host.style.color = before;
    return color;
}

/* The first and the last, and as many between them as have room. */
function daysOf(chart: uPlot, from: number, to: number): number[] {
    const room = Math.floor(chart.bbox.width / devicePixelRatio / DAY_PX);
    const steps = Math.min(Math.max(room, 1), DAYS_MOST - 1);
    return Array.from({ length: steps + 1 }, (_, at) => from + (to - from) * at / steps);
}

/* Written in its own direction: the chart's is always from left to right. */
function isolate(text: string): string {
    return `\u2068${text}\u2069`;
}

function draw(host: HTMLElement, spans: readonly Span[], currency: string): uPlot {
    const of = (token: string) => (): string => colourOf(host, token);
    const line = { stroke: of('--line'), width: 1 };
    const axis = { stroke: of('--ink-2'), font: FONT, ticks: { show: false } };
    return new uPlot({
        width: host.clientWidth,
        height: HEIGHT,
        padding: [null, 26, null, null], // half of the last day's label
        legend: { show: false },
        cursor: { show: false },
        scales: {
            y: { range: (_, low, high) => [low - (high - low || low) * 0.15,
                high + (high - low || high) * 0.15] },
        },
        series: [{}, {
            stroke: of('--brand'),
            width: 2.5,
            paths: uPlot.paths.stepped!({ align: 1 }),
            points: { show: false },
        }],
        axes: [
            { ...axis, grid: { show: false },
                splits: (chart, _, from, to) => daysOf(chart, from, to),
                values: (_, times) => times.map((s) =>
                    isolate(formatDay(new Date(s * 1000), 'tick'))) },
            { ...axis, grid: line, size: 76,
                values: (_, prices) => prices.map((minor) =>
                    isolate(formatMoney({ minor, currency }))) },
        ],
    }, stepsOf(spans), host);
}

export function PriceChart({ spans, currency }: { spans: readonly Span[]; currency: string }) {
    const host = useRef<HTMLDivElement>(null);
    const [shown, spoken] = [theme.value, language.value];

    useEffect(() => {
        const chart = draw(host.current!, spans, currency);
        const sizes = new ResizeObserver(([entry]) =>
            chart.setSize({ width: entry!.contentRect.width, height: HEIGHT }));
        sizes.observe(host.current!);
        const dark = matchMedia('(prefers-color-scheme: dark)');
        const redraw = () => chart.redraw();
        dark.addEventListener('change', redraw);
        return () => {
            dark.removeEventListener('change', redraw);
            sizes.disconnect();
            chart.destroy();
        };
    }, [spans, currency, shown, spoken]);
    return <div ref={host} class="chart" dir="ltr" aria-hidden="true" />; // time goes one way
}
