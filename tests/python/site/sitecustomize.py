"""Puts the extension that SAMESOCK_SOCKET names in the place of the interpreter's own _socket, which Debian builds in:
a folder in front of sys.path would not do. In force wherever this folder is in PYTHONPATH, in sub-processes too."""
import os
import sys


class SamesockFinder:
    """Finds _socket, and nothing else."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "_socket":
            return None
        from importlib.machinery import ExtensionFileLoader, ModuleSpec
        extension = os.environ["SAMESOCK_SOCKET"]
        spec = ModuleSpec(name, ExtensionFileLoader(name, extension), origin=extension)
        spec.has_location = True
        return spec


if os.environ.get("SAMESOCK_SOCKET"):
    sys.meta_path.insert(0, SamesockFinder)
