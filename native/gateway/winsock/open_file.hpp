// A file that was opened, and closes itself: as Beast takes it on Windows.
#pragma once

#include <cstdio>
#include <memory>

namespace samesock::gateway {

class open_file {
public:
    open_file() = default;
    explicit open_file(std::FILE* file) noexcept : file_(file) {}

    [[nodiscard]] std::FILE* get() const noexcept { return file_.get(); }
    [[nodiscard]] std::FILE* release() noexcept { return file_.release(); }
    explicit operator bool() const noexcept { return file_ != nullptr; }

private:
    struct closing {
        void operator()(std::FILE* file) const noexcept { (void)std::fclose(file); }
    };
    std::unique_ptr<std::FILE, closing> file_;
};

} // namespace samesock::gateway
