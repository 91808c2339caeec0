// A folder for the files of one case, which is gone with it.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <system_error>

namespace samesock::testing {

class new_folder {
public:
    explicit new_folder(const std::string& prefix) {
        std::random_device random;
        do path_ = std::filesystem::temp_directory_path() / (prefix + std::to_string(random()));
        while (!std::filesystem::create_directory(path_));
    }
    new_folder(const new_folder&) = delete;
    new_folder& operator=(const new_folder&) = delete;
    ~new_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace samesock::testing
