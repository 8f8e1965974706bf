# cmake -DOUT=FILE.c -DNAME=SYMBOL -DHEADER=INCLUDE -DFILES=a;b -P embed.cmake
# Writes the files as a table of C texts: struct sc_embedded SYMBOL[], closed by NULL.
set(texts "")
set(rows "")
set(number 0)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n"
    bytes "${bytes}")
  string(APPEND texts "static const unsigned char text_${number}[] = {\n${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", (const char *)text_${number}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include \"${HEADER}\"\n\n${texts}
const struct sc_embedded ${NAME}[] = {\n${rows}    {0, 0},\n};\n")
