# The planner and the price engine for browsers: build/<preset>/engine.wasm, of the same sources as
# the server's. Not built unless asked for: ninja engine_wasm.
set(engine_sources web/engine/engine.c web/engine/gaps.c)
foreach(name arena buf json_in json_in_parse json_out status str time unicode utf8)
  list(APPEND engine_sources src/base/${name}.c)
endforeach()
file(GLOB engine_domain RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS
  src/domain/plan*.c src/domain/price*.c src/domain/deal*.c)
list(FILTER engine_domain EXCLUDE REGEX "_test\\.c$")
list(APPEND engine_sources ${engine_domain})
foreach(name basket_json engine gtin list_json money names trip units wishes_json)
  list(APPEND engine_sources src/domain/${name}.c)
endforeach()
file(GLOB engine_headers CONFIGURE_DEPENDS src/base/*.h src/domain/*.h web/engine/*.h)

find_program(SC_WASM_CC NAMES clang-14 clang)
add_custom_command(OUTPUT engine.wasm VERBATIM
  COMMAND ${SC_WASM_CC} --target=wasm32-wasi -Os -flto -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror
    -mexec-model=reactor -include web/engine/gaps.h -Isrc -Iweb
    -Wl,--gc-sections,--strip-all,-z,stack-size=1048576 -o ${CMAKE_BINARY_DIR}/engine.wasm
    ${engine_sources}
  DEPENDS ${engine_sources} ${engine_headers} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_custom_target(engine_wasm DEPENDS engine.wasm)

# sc_web_test(name command...): run from the checkout, under the label web.
function(sc_web_test name)
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS web TIMEOUT 600
    ENVIRONMENT "SC_BUILD=${CMAKE_BINARY_DIR};SMARTCART_PROGRAM=$<TARGET_FILE:smartcart>")
endfunction()

if(SC_WEB)
  sc_web_test(web_unit node --test --test-timeout=120000 "web/test/unit/**/*.test.ts")
  sc_web_test(web_api node --test --test-timeout=150000 "web/test/api/*.test.ts")
  # In one process: one server and one browser for all journeys.
  sc_web_test(web_app node --test --experimental-test-isolation=none --test-timeout=300000
    "web/test/app/*.test.ts")
  sc_web_test(web_scenes node --test --test-timeout=150000 web/test/app/scenes/phone.test.ts)
  sc_web_test(web_scenes_elsewhere
    node --test --test-timeout=150000 web/test/app/scenes/elsewhere.test.ts)
  # One after the other: a browser at work fills two cores.
  set_tests_properties(web_app web_scenes web_scenes_elsewhere
    PROPERTIES PROCESSORS 2 TIMEOUT 1200)
  sc_web_test(web_budgets node web/tools/budgets.mjs)
endif()
