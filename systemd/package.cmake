# The Debian package: `./dev package`.
set(CPACK_GENERATOR DEB)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_NAME storyreel)
set(CPACK_PACKAGE_CONTACT "The storyreel authors <maintainers@storyreel.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "films from Notion pages")
set(CPACK_PACKAGE_DESCRIPTION "A daemon that makes Notion the control room of a video studio: it breaks
scripts into sentences, writes prompts, makes pictures and voices, renders
the film, and writes statuses, counts and links back. One edited sentence
remakes one picture, one voice and one clip; nothing is paid for twice.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION video)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "ca-certificates, espeak-ng, fontconfig, fonts-dejavu-core, systemd, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-cjk, fonts-noto-color-emoji, fonts-noto-core")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx, prometheus, yt-dlp")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(script conffiles postinst postrm prerm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_SOURCE_DIR}/debian/${script})
endforeach()
include(CPack)
