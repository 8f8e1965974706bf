# Warnings are errors; the release flags are those of Debian's hardening and two more.
add_compile_options(
  -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
  -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wswitch-enum -Werror
  -fno-common -D_GNU_SOURCE)

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(CMAKE_C_FLAGS_RELEASE "-O2 -g") # without NDEBUG: asserts stay on
  add_compile_options(-D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
    -fcf-protection -fPIE)
  add_link_options(-pie -Wl,-z,relro,-z,now)
  if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-ftrivial-auto-var-init=zero)
  endif()
endif()

set(SC_SLOWER 1) # tests of time allow so many times the usual
if(SC_SANITIZE)
  set(SC_SLOWER 20)
  add_compile_options(-fsanitize=${SC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SC_SANITIZE})
endif()

# What gcc 12's analyser gets wrong (values behind a status, structs that are copied) is held by
# clang's analyser and by the sanitizers.
if(SC_ANALYSE)
  add_compile_options(-O1 -fanalyzer -Wno-maybe-uninitialized
    -Wno-analyzer-use-of-uninitialized-value -Wno-analyzer-malloc-leak
    -Wno-analyzer-null-dereference)
endif()
