#!/usr/bin/env python3
"""Each lint check turns red on a planted violation, and stays green beside it."""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import compiler
import headers_alone
import layers
import macro_leak
import python_symbols

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "cmake" / "generate" / "constants.py"
TOOL = {"command": os.environ.get("CXX", "g++"), "flags": ""}


class Planted(unittest.TestCase):
    """A small tree of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def tool(self):
        return compiler.Compiler(TOOL["command"], TOOL["flags"], [self.root / "src"])


class Layers(Planted):
    def setUp(self):
        super().setUp()
        self.plant("src/samesock/number.hpp", "#pragma once\n#include <compare>\n")
        self.plant("src/core/call.hpp", '#include <samesock/number.hpp>\n#include "platform/platform.hpp"\n')
        self.plant("src/core/raise.cpp", '#include "core/call.hpp"\nvoid raise() { throw 1; }\n')
        self.plant("src/tunnel/frame.cpp", '#include "frame.hpp"\n// no throw, no #ifdef _WIN32\n')
        self.plant("src/tunnel/frame.hpp", "#include <samesock/number.hpp>\n")
        self.plant("platform/platform.hpp", "#include <samesock/number.hpp>\n#include <cstdio>\n")
        self.plant("native/posix/wait.cpp",
                   '#include "platform/platform.hpp"\n#include <poll.h>\n#ifdef __linux__\n#endif\n')
        self.plant("wasm/tunnel/table.cpp", '#include "tunnel/frame.hpp"\n#include "platform/platform.hpp"\n')

    def assert_caught(self, path, text, words):
        self.plant(path, text)
        found, _ = layers.check(self.root)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])
        self.assertIn(path, found[0])

    def test_a_tree_that_keeps_its_arrows(self):
        found, read = layers.check(self.root)
        self.assertEqual((found, read), ([], 8))

    def test_a_backend_that_includes_the_core(self):
        self.assert_caught("native/posix/open.cpp", '#include "core/call.hpp"\n', "may not include src/core")

    def test_the_core_that_includes_a_backend(self):
        self.plant("native/posix/translate.hpp", "")
        self.assert_caught("src/core/a.cpp", '#include "native/posix/translate.hpp"\n', "may not include native/posix")

    def test_a_relative_way_into_another_room(self):
        self.assert_caught("src/core/a.cpp", '#include "../tunnel/frame.hpp"\n', "may not include src/tunnel")

    def test_the_seam_that_includes_the_core(self):
        self.assert_caught("platform/a.hpp", '#include "core/call.hpp"\n', "may not include src/core")

    def test_the_protocol_that_includes_the_seam(self):
        self.assert_caught("src/tunnel/a.hpp", '#include "platform/platform.hpp"\n', "may not include platform")

    def test_the_gateway_that_includes_the_core(self):
        self.assert_caught("native/gateway/a.cpp", '#include "core/call.hpp"\n', "may not include src/core")

    def test_a_public_header_that_includes_the_core(self):
        self.assert_caught("src/samesock/a.hpp", '#include "core/call.hpp"\n', "may not include src/core")

    def test_a_system_header_in_a_public_header(self):
        self.assert_caught("src/samesock/a.hpp", "#include <sys/socket.h>\n", "no C++ standard header")

    def test_a_system_header_in_the_core(self):
        self.assert_caught("src/core/a.cpp", "#  include <unistd.h>\n", "no C++ standard header")

    def test_a_system_header_in_the_seam(self):
        self.assert_caught("platform/a.hpp", "#include <errno.h>\n", "no C++ standard header")

    def test_another_library_in_the_core(self):
        self.assert_caught("src/core/a.cpp", "#include <openssl/ssl.h>\n", "OpenSSL is")

    def test_a_public_header_in_quotes(self):
        self.assert_caught("src/core/a.cpp", '#include "samesock/number.hpp"\n', "is a public header")

    def test_a_platform_asked_for_in_the_core(self):
        self.assert_caught("src/core/a.cpp", "#if defined(A) || \\\n    defined(_WIN32)\n#endif\n", "_WIN32")

    def test_a_platform_asked_for_through_its_headers(self):
        self.assert_caught("src/tls/a.cpp", "#if __has_include(<sys/un.h>)\n#endif\n", "__has_include")

    def test_a_public_header_that_asks_for_exceptions(self):
        self.assert_caught("src/samesock/a.hpp", "#ifdef __cpp_exceptions\n#endif\n", "__cpp_exceptions")

    def test_a_public_header_that_defines_a_macro(self):
        self.assert_caught("src/samesock/a.hpp", "#define SAMESOCK_API\n", "defines no macro")

    def test_a_second_throw(self):
        self.assert_caught("src/core/a.cpp", "void f() { throw 2; }\n", "throw stands in")

    def test_a_throw_in_a_backend(self):
        self.assert_caught("native/winsock/a.cpp", "void f() { throw 2; }\n", "throw stands in")

    def test_openssl_in_another_room(self):
        self.plant("src/tls/engine.cpp", '#include <openssl/ssl.h>\n#include "core/call.hpp"\n')
        self.plant("src/tls/raise.cpp", "void raise() { throw 1; }\n")
        self.assertEqual(layers.check(self.root)[0], [])
        self.assert_caught("native/posix/a.cpp", "#include <openssl/ssl.h>\n", "OpenSSL is src/tls's business")

    def test_tls_that_includes_the_system(self):
        self.assert_caught("src/tls/a.cpp", "#include <sys/socket.h>\n", "no C++ standard header")

    def test_a_throw_in_words_alone(self):
        self.plant("src/core/a.cpp", '// throw\n/* throw */ const char* s = "throw";\n')
        self.assertEqual(layers.check(self.root)[0], [])

    def test_names_that_say_nothing(self):
        for name in ("src/core/util.cpp", "tests/unit/socket_helper.hpp", "web/common.js", "cmake/misc.cmake"):
            with self.subTest(name):
                self.plant(name, "")
                found, _ = layers.check(self.root)
                self.assertTrue(any(name in line for line in found), found)
                (self.root / name).unlink()

    def test_a_file_in_no_room(self):
        self.assert_caught("src/a.cpp", "", "in no room")


class HeadersAlone(Planted):
    def test_a_header_that_stands_alone(self):
        self.plant("src/samesock/a.hpp", "#pragma once\n#include <string>\ninline std::string a;\n")
        self.assertEqual(headers_alone.check(self.tool(), self.root / "src"), [])

    def test_a_missing_include(self):
        self.plant("src/samesock/a.hpp", "#pragma once\ninline std::string a;\n")
        self.assertEqual(len(headers_alone.check(self.tool(), self.root / "src")), 2)

    def test_a_missing_guard(self):
        self.plant("src/samesock/a.hpp", "inline int a;\n")
        self.assertEqual(len(headers_alone.check(self.tool(), self.root / "src")), 2)

    def test_a_warning(self):
        self.plant("src/samesock/a.hpp", "#pragma once\ninline char a(int x) { return x; }\n")
        self.assertEqual(len(headers_alone.check(self.tool(), self.root / "src")), 2)

    def test_a_header_that_needs_exceptions(self):
        self.plant("src/samesock/a.hpp", "#pragma once\ninline void a() { throw 1; }\n")
        found = headers_alone.check(self.tool(), self.root / "src")
        self.assertEqual(len(found), 1)
        self.assertIn("without exceptions", found[0])

    def test_no_header_at_all(self):
        self.assertTrue(headers_alone.check(self.tool(), self.root / "src"))


class MacroLeak(Planted):
    def setUp(self):
        super().setUp()
        shutil.copytree(ROOT / "src" / "samesock", self.root / "src" / "samesock")

    def found(self, text):
        self.plant("src/samesock/planted.hpp", text)
        return macro_leak.check(self.tool(), self.root / "src", only="planted.hpp")

    def test_a_header_behind_the_shield(self):
        self.assertEqual(self.found("#pragma once\n#include <string>\n#include <samesock/names_begin.hpp>\n"
                                    "inline int htons() { return 1; }\n#include <samesock/names_end.hpp>\n"), [])

    def test_a_macro_left_behind(self):
        self.assertIn("PLANTED", "".join(self.found("#pragma once\n#define PLANTED 1\n")))

    def test_a_header_without_the_shield(self):
        self.assertIn("no compiling", "".join(self.found("#pragma once\ninline int htons() { return 1; }\n")))

    def test_a_shield_that_is_not_taken_away(self):
        found = "".join(self.found("#pragma once\n#include <samesock/names_begin.hpp>\n"))
        self.assertIn("AF_INET was", found)

    def headers(self):
        return macro_leak.Headers(self.root / "src")

    def with_system(self, text, what, *arguments):
        with mock.patch.object(macro_leak, "system_includes", lambda: text):
            return "".join(what(self.tool(), *arguments, "-O0"))

    def test_a_constant_that_a_system_header_turns_into_another(self):
        blocks, _ = macro_leak.constants.parse((GENERATOR.parent / "constants.list").read_text(encoding="utf-8"))
        self.assertEqual(self.with_system("#define AF_INET 5\n", macro_leak.misread, blocks), "")
        found = self.with_system("#define AF_INET AF_UNIX\n", macro_leak.misread, blocks)
        self.assertIn("samesock::AF_INET is read", found)

    def test_a_lower_case_constant_that_a_system_header_takes(self):
        blocks, _ = macro_leak.constants.parse((GENERATOR.parent / "constants.list").read_text(encoding="utf-8"))
        found = self.with_system("#define af_inet 7\n", macro_leak.together, self.headers(), blocks)
        self.assertIn("cannot be used", found)

    def test_a_wrong_value(self):
        block = macro_leak.constants.Block("address_family", [])
        block.constants.append(macro_leak.constants.Constant("AF_INET", "address_family", "3", ""))
        self.assertIn("cannot be used", self.with_system("", macro_leak.together, self.headers(), [block]))

    def test_a_name_that_the_list_lacks(self):
        found = self.with_system("#define endpoint 1\n", macro_leak.unshielded, self.headers(), ["htons"])
        self.assertIn("endpoint is a system macro", found)


class Generated(Planted):
    FILES = ("src/samesock/constants.hpp", "src/samesock/names_begin.hpp", "src/samesock/names_end.hpp",
             "tests/unit/constants_linux.cpp")

    def setUp(self):
        super().setUp()
        for path in self.FILES:
            self.plant(path, (ROOT / path).read_text(encoding="utf-8"))

    def check(self):
        return subprocess.run([sys.executable, str(GENERATOR), "--check", "--root", str(self.root)],
                              capture_output=True, text=True, check=False)

    def test_files_as_they_were_written(self):
        self.assertEqual(self.check().returncode, 0)

    def test_a_file_that_was_edited(self):
        for path in self.FILES:
            with self.subTest(path):
                text = (self.root / path).read_text(encoding="utf-8")
                self.plant(path, text + "\n")
                self.assertEqual(self.check().returncode, 1)
                self.plant(path, text)

    def test_a_file_that_is_missing(self):
        (self.root / self.FILES[0]).unlink()
        self.assertEqual(self.check().returncode, 1)

    def test_lists_that_contradict_themselves(self):
        module = macro_leak.constants
        for text in ("[address_family]\nAF_A 1\nAF_A 2\n", "[int]\nAF_A 1\n[shield]\naf_a\n", "AF_A 1\n",
                     "[address_family]\nAF_A one\n", "[nothing]\n", "[address_family]\nAF_A 1 somewhere\n",
                     "[address_family]\nAF_A 5\nAF_B 5 private windows 4\n", "[shield]\nselect select\n"):
            with self.subTest(text), self.assertRaises((SystemExit, ValueError)):
                module.verify(*module.parse(text))


class PythonConstants(Planted):
    """The list of the extension's constants, and the file that is written from it."""

    def check(self, listed, written):
        self.plant("native/python/constants.list", listed)
        self.plant("native/python/constants.inc", written)
        return subprocess.run([sys.executable, str(GENERATOR.with_name("python_constants.py")), "--check", "--root",
                               str(self.root)], capture_output=True, text=True, check=False).returncode

    def test_files_of_the_checkout(self):
        listed, written = ((ROOT / "native/python" / name).read_text() for name in ("constants.list", "constants.inc"))
        self.assertEqual(self.check(listed, written), 0)
        self.assertEqual(self.check(listed + "[3.14]\nAF_NEW\n", written), 1)
        self.assertEqual(self.check(listed, written.replace("AF_UNIX", "AF_LOCAL")), 1)

    def test_lists_that_say_nothing(self):
        for listed in ("AF_INET\n", "[3.11]\nAF-INET\n", "[3.11]\nAF_INET=\n", "[2.7]\nAF_INET\n"):
            with self.subTest(listed):
                self.assertEqual(self.check(listed, ""), 1)


class PythonSymbols(unittest.TestCase):
    def test_what_the_extension_may_refer_to(self):
        names = """PyErr_Occurred _Py_NoneStruct _ZN8samesock6socket8try_sendEv _ZNK8samesock7address4hostB5cxx11Ev _Znwm
                   _ZSt9terminatev _ZTISt9bad_alloc __cxa_begin_catch memcpy __memcpy_chk __errno_location""".split()
        self.assertEqual(python_symbols.foreign(("U", name) for name in names), [])

    def test_what_it_may_not(self):
        for name in ("socket", "recv", "poll", "select", "getaddrinfo", "setsockopt", "ioctl", "fcntl", "close", "__poll_chk",
                     "_ZN8samesock8platform4sendENS0_6handleE", "_ZN4asio2io3runEv", "if_nametoindex", "Pypoll"):
            with self.subTest(name):
                self.assertEqual(python_symbols.foreign([("U", name)]), [name])
                self.assertEqual(python_symbols.foreign([("w", name)]), [name])
                self.assertEqual(python_symbols.foreign([("T", name)]), [])

    def test_what_a_module_shows(self):
        self.assertEqual(python_symbols.shown([("T", "PyInit__socket"), ("U", "PyErr_Occurred")]), [])
        self.assertEqual(python_symbols.shown([("T", "PyInit__socket"), ("W", "_ZNSt6vectorIcE")]), ["_ZNSt6vectorIcE"])


CASES = {"generated": Generated, "headers_alone": HeadersAlone, "layers": Layers, "macro_leak": MacroLeak,
         "python_constants": PythonConstants, "python_symbols": PythonSymbols}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("check", choices=CASES)
    parser.add_argument("--compiler", default=TOOL["command"])
    parser.add_argument("--flags", default="")
    arguments = parser.parse_args()
    TOOL.update(command=arguments.compiler, flags=arguments.flags)
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(CASES[arguments.check])
    return 0 if unittest.TextTestRunner(verbosity=1).run(suite).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
