# The folders of src/, lowest first; who may include whom is checked by tools/tidy.
add_library(sc_testing INTERFACE)
target_include_directories(sc_testing INTERFACE src)

set(SC_WITH_QUERIES store accounts lists retail deals) # folders of sql/queries

sc_folder(base unistring m)
sc_folder(domain sc_base)
sc_folder(runtime sc_base)

# SQL becomes C: tools/sqlgen reads sql/ for the folders below.
file(GLOB sqlgen CONFIGURE_DEPENDS tools/sqlgen/*.c)
set(sqlgen_tests ${sqlgen})
list(FILTER sqlgen EXCLUDE REGEX "_test\\.c$")
list(FILTER sqlgen_tests INCLUDE REGEX "_test\\.c$")
add_executable(sqlgen ${sqlgen})
target_include_directories(sqlgen PRIVATE tools)
target_link_libraries(sqlgen PRIVATE sc_runtime sc_base)
list(FILTER sqlgen EXCLUDE REGEX "/sqlgen\\.c$") # its main
foreach(test ${sqlgen_tests})
  get_filename_component(stem ${test} NAME_WE)
  sc_test(sqlgen_${stem} unit ${test} sc_runtime sc_base)
  target_sources(sqlgen_${stem} PRIVATE ${sqlgen})
  target_include_directories(sqlgen_${stem} PRIVATE tools)
endforeach()

sc_folder(net sc_runtime sc_base PkgConfig::libmicrohttpd PkgConfig::libcurl)
sc_folder(graphql sc_runtime sc_base PkgConfig::libsodium)
sc_embed(graphql sc_gql_own_texts graphql/schema_own.h ${CMAKE_SOURCE_DIR}/src/graphql/own.graphql)
sc_folder(store sc_runtime sc_base PkgConfig::libpq PkgConfig::libsodium PkgConfig::hiredis)
# The script that charges rates in Redis, which knows it by its hash.
set(rate_script ${CMAKE_SOURCE_DIR}/src/store/rate.lua)
sc_embed(store sc_rate_texts store/rate_text.h ${rate_script})
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${rate_script})
file(SHA1 ${rate_script} rate_sha1)
set_source_files_properties(src/store/rate_ask.c PROPERTIES
  COMPILE_DEFINITIONS SC_RATE_SHA1="${rate_sha1}")

file(GLOB migrations RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS sql/migrations/*.sql)
set(migrations_c ${CMAKE_BINARY_DIR}/generated/store/migrations.c)
add_custom_command(OUTPUT ${migrations_c}
  COMMAND sqlgen migrations ${migrations_c} ${migrations}
  DEPENDS sqlgen ${migrations} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
target_sources(sc_store PRIVATE ${migrations_c})

sc_folder(retail sc_domain sc_store sc_runtime PkgConfig::libxml_2_0 PkgConfig::libarchive
  PkgConfig::libsodium PkgConfig::zlib)
# Maps and chain names of the feeds, built into the program.
file(GLOB feed_maps CONFIGURE_DEPENDS src/retail/maps/*.map src/retail/maps/*.tsv)
sc_embed(retail feed_map_texts retail/feed_map_texts.h ${feed_maps})

sc_folder(deals sc_domain sc_store sc_runtime PkgConfig::libsodium)
sc_folder(accounts sc_domain sc_store sc_runtime PkgConfig::libsodium)
sc_folder(lists sc_domain sc_store sc_runtime PkgConfig::libsodium)
sc_folder(workers sc_retail sc_deals sc_domain sc_store sc_net sc_runtime)

sc_folder(gateway sc_accounts sc_lists sc_retail sc_deals sc_domain sc_graphql sc_store sc_net sc_runtime
  PkgConfig::libsodium)
# The schema of the API, built into the program.
file(GLOB schema CONFIGURE_DEPENDS schema/*.graphql)
sc_embed(gateway gateway_schema_parts gateway/schema_text.h ${schema})

set(folders)
foreach(folder base domain runtime net graphql store accounts lists retail deals workers gateway)
  if(TARGET sc_${folder})
    list(PREPEND folders sc_${folder})
  endif()
endforeach()

add_executable(tidy tools/tidy/tidy.c)
target_link_libraries(tidy PRIVATE sc_base)
sc_test(tools_tidy_test unit tests/tools/tidy_test.c sc_base)
add_dependencies(tools_tidy_test tidy)

sc_folder(app ${folders})
add_executable(smartcart src/app/main.c)
target_link_libraries(smartcart PRIVATE sc_app ${folders})

# The sample world: all of it but main as a library, for its test.
file(GLOB demo CONFIGURE_DEPENDS demo/*.c)
list(FILTER demo EXCLUDE REGEX "/(main|[a-z_]*_test)\\.c$")
add_library(sc_demo STATIC ${demo})
target_include_directories(sc_demo PUBLIC ${CMAKE_SOURCE_DIR})
target_link_libraries(sc_demo PUBLIC sc_domain sc_base PkgConfig::libarchive)
add_executable(smartcart_demo demo/main.c)
target_link_libraries(smartcart_demo PRIVATE sc_demo)
set_target_properties(smartcart_demo PROPERTIES OUTPUT_NAME smartcart-demo)
sc_test(demo_world_test unit demo/world_test.c sc_demo PkgConfig::libxml_2_0)
sc_test(demo_feeds_test unit demo/feeds_test.c sc_demo sc_retail)

sc_rows(probe tests/sql/probe probe_rows) # statements made for the tests of src/store
add_library(sc_probe STATIC ${probe_rows})
target_link_libraries(sc_probe PUBLIC sc_store)

file(GLOB helpers CONFIGURE_DEPENDS tests/api/helpers/*.c)
add_library(sc_helpers STATIC ${helpers})
target_include_directories(sc_helpers PUBLIC tests)
target_link_libraries(sc_helpers PUBLIC sc_probe sc_demo PkgConfig::cmocka PkgConfig::jansson
  PRIVATE PkgConfig::libsodium PkgConfig::gnutls)

file(GLOB api CONFIGURE_DEPENDS tests/api/*_test.c)
foreach(test ${api})
  get_filename_component(stem ${test} NAME_WE)
  sc_test(api_${stem} api ${test} sc_helpers ${folders})
  add_dependencies(api_${stem} smartcart)
endforeach()

# The GraphQL engine as a program that answers cases of tests.
add_executable(graphql-driver tests/graphql/driver.c)
target_link_libraries(graphql-driver PRIVATE sc_graphql)
sc_test(graphql_corpus_test api tests/graphql/corpus_test.c sc_base)
add_dependencies(graphql_corpus_test graphql-driver)

file(GLOB brutes CONFIGURE_DEPENDS tests/property/brute_*.c tests/property/random_*.c)
file(GLOB property CONFIGURE_DEPENDS tests/property/*_test.c)
foreach(test ${property})
  get_filename_component(stem ${test} NAME_WE)
  sc_test(property_${stem} property ${test} ${folders})
  target_sources(property_${stem} PRIVATE ${brutes})
  target_include_directories(property_${stem} PRIVATE tests)
  if(SC_SANITIZE)
    target_compile_definitions(property_${stem} PRIVATE SC_ONE_CASE_IN=20)
  endif()
endforeach()

# The product at work while its parts break: ./dev faults; a short run of it is a test.
file(GLOB faults CONFIGURE_DEPENDS tests/faults/*.c)
add_executable(faults ${faults})
target_include_directories(faults PRIVATE tests)
target_link_libraries(faults PRIVATE sc_helpers PkgConfig::libcurl PkgConfig::jansson ${folders})
add_dependencies(faults smartcart)
add_test(NAME faults_short COMMAND faults --hold 3 --slack 10 "serve: kill" "work: kill"
  "redis: frozen" "replica: paused" WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(faults_short PROPERTIES LABELS api TIMEOUT 600
  ENVIRONMENT "SC_PROGRAM=$<TARGET_FILE:smartcart>")

file(GLOB benches CONFIGURE_DEPENDS bench/*.c)
foreach(bench ${benches})
  get_filename_component(stem ${bench} NAME_WE)
  file(GLOB parts CONFIGURE_DEPENDS bench/${stem}/*.c)
  add_executable(bench_${stem} ${bench} ${parts})
  target_include_directories(bench_${stem} PRIVATE bench)
  target_link_libraries(bench_${stem} PRIVATE sc_helpers ${folders})
  add_dependencies(bench_${stem} smartcart)
endforeach()
sc_rows(kept bench/serve/kept kept_rows) # the kept lists of bench/serve
target_sources(bench_serve PRIVATE ${kept_rows})
target_link_libraries(bench_serve PRIVATE sc_app ${folders})

if(SC_FUZZ)
  file(GLOB fuzzers CONFIGURE_DEPENDS tests/fuzz/*_fuzz.c)
  foreach(fuzzer ${fuzzers})
    get_filename_component(stem ${fuzzer} NAME_WE)
    add_executable(${stem} ${fuzzer})
    target_link_libraries(${stem} PRIVATE ${folders} PkgConfig::jansson)
    target_compile_options(${stem} PRIVATE -Wno-missing-prototypes)
    target_link_options(${stem} PRIVATE -fsanitize=fuzzer)
    add_test(NAME ${stem} COMMAND ${stem} -runs=0 tests/fuzz/seeds/${stem}
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${stem} PROPERTIES LABELS unit TIMEOUT 600)
  endforeach()
endif()
