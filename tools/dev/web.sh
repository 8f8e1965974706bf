# web.sh - the web app of this checkout, built into web/dist; sourced by ./dev.

WEB_BUILT=web/dist/public/.built # a build begins with an empty folder, so one that broke off has none

# web_build: the app, and the engine in it, unless nothing has changed since. Wants build/release.
web_build() {
    node_modules web
    run engine ninja -C build/release engine_wasm
    if [ -e "$WEB_BUILT" ] && [ -z "$(find web schema build/release/engine.wasm -newer "$WEB_BUILT" \
        -not -path 'web/dist*' -not -path '*/node_modules/*' -print -quit)" ]; then
        return
    fi
    say "building the web app"
    run web npm run build --prefix web
    touch "$WEB_BUILT"
}
