// The system's trust store, as OpenSSL's defaults name it. Source: SSL_CTX_set_default_verify_paths(3).
#include "tls/trust_store.hpp"

#include "platform/allocation.hpp"
#include "tls/default_paths.hpp"
#include "tls/folders.hpp"

namespace samesock::tls {

result<bool> trust_default_paths(SSL_CTX* ctx) noexcept {
    return platform::guard_allocation([ctx]() -> result<bool> {
        if (!holds_something(default_file()) && !any_holds_something(default_folders())) return false;
        if (auto added = add_default_paths(ctx); !added) return failure(added.error());
        return true;
    });
}

result<bool> trust_system(SSL_CTX* ctx, ssl_purpose) noexcept { return trust_default_paths(ctx); }

} // namespace samesock::tls
