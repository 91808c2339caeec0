#include "plain_answer.hpp"

namespace samesock::gateway {

http_answer answer_plainly(const request_rules& rules, const static_files* files, const plain_request& request,
                           const endpoint& local) {
    request_head head;
    head.target = request.target;
    if (!request.host.empty()) head.host = request.host;
    if (const auto allowed = check_host(rules, head, local); !allowed)
        return text_answer(allowed.error().status, allowed.error().text);
    if (files != nullptr) return files->answer(request);
    http_answer a = text_answer(426, "This is a gateway: it is reached by WebSocket.\n");
    a.headers.emplace_back("Upgrade", "websocket");
    return a;
}

} // namespace samesock::gateway
