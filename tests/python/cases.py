"""Cases for the final table: JUnit in the form that tests/targets/table.py reads from CTest."""
import xml.etree.ElementTree as xml


class Cases:
    """What a judge found, case by case."""

    def __init__(self, prefix):
        self.prefix, self.elements, self.failures = prefix, [], 0

    def add(self, name, status, seconds=0.0, output=""):
        element = xml.Element("testcase", name=f"{self.prefix} {name}", status=status, time=f"{seconds:.3f}")
        xml.SubElement(element, "system-out").text = printable(output)
        self.elements.append(element)
        return element

    def passed(self, name, seconds=0.0, output=""):
        self.add(name, "run", seconds, output)

    def failed(self, name, reason, seconds=0.0, output=""):
        self.failures += 1
        xml.SubElement(self.add(name, "fail", seconds, output), "failure", message=printable(reason))
        print(f"FAILED {name}: {reason}\n{output}", flush=True)

    def skipped(self, name, reason):
        xml.SubElement(self.add(name, "notrun", output=f"skipped: {reason}"), "skipped", message="SKIP_REGULAR_EXPRESSION_MATCHED")

    def judge(self, name, wrong, seconds=0.0, output=""):
        """A case that failed where `wrong` says something."""
        if wrong:
            self.failed(name, wrong, seconds, output)
        else:
            self.passed(name, seconds, output)

    def write(self, path):
        """Writes the file; the exit status of the judge."""
        root = xml.Element("testsuite", name=self.prefix)
        root.extend(self.elements)
        xml.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
        return 1 if self.failures else 0


def printable(text):
    """XML has no control characters."""
    return "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)
