// A certificate of this machine's own, which openssl makes meanwhile.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** {key, cert} in PEM: for localhost, and its own authority. */
export function make_certificate() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const file = (name) => join(folder, name);
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "keyUsage=critical,digitalSignature,keyCertSign",
      "-keyout", file("key"), "-out", file("cert")], { stdio: "ignore" });
    return { key: readFileSync(file("key"), "utf8"), cert: readFileSync(file("cert"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
