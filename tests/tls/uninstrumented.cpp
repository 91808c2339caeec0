// For ThreadSanitizer. Of OpenSSL, which is not built with it, it sees calls such as memcmp, and not the locks and
// atomics that order them: what it says of those is no finding.
extern "C" const char* __tsan_default_suppressions(); // NOLINT: the sanitizer's name
extern "C" const char* __tsan_default_suppressions() {
    return "called_from_lib:libcrypto.so\ncalled_from_lib:libssl.so\n";
}
