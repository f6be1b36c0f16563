// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dealerlens::bench {

// The least that can be called an HTTP client: one connection to 127.0.0.1 that stays open, one request at a time,
// answers with Content-Length. Gives up on anything else. One thread.
class HttpConnection {
public:
    explicit HttpConnection(std::uint16_t port);
    ~HttpConnection();
    HttpConnection(const HttpConnection &) = delete;
    HttpConnection &operator=(const HttpConnection &) = delete;

    // The body of the answer, good until the next call; `spare` bytes behind it may be read.
    [[nodiscard]] std::string_view post(std::string_view path, std::string_view body);

    static constexpr std::size_t kSpare = 64;

private:
    int m_socket = -1;
    std::string m_request;
    std::string m_answer; // grows to the largest
};

} // namespace dealerlens::bench
