// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/floorhttp.h"

#include "bench/bench.h"

#include <arpa/inet.h>
#include <charconv>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dealerlens::bench {

HttpConnection::HttpConnection(std::uint16_t port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        giveUp(QStringLiteral("no connection to portalsim"));
}

HttpConnection::~HttpConnection() { ::close(m_socket); }

std::string_view HttpConnection::post(std::string_view path, std::string_view body)
{
    m_request = "POST ";
    m_request.append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ");
    m_request.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    for (std::size_t sent = 0; sent < m_request.size();) {
        const ssize_t count = ::send(m_socket, m_request.data() + sent, m_request.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            giveUp(QStringLiteral("portalsim takes no request"));
        sent += static_cast<std::size_t>(count);
    }
    std::size_t have = 0;
    std::size_t head = 0;
    std::size_t wanted = 0;
    if (m_answer.size() < 65'536)
        m_answer.resize(65'536);
    while (wanted == 0 || have < wanted) {
        const ssize_t count = ::recv(m_socket, m_answer.data() + have, m_answer.size() - kSpare - have, 0);
        if (count <= 0)
            giveUp(QStringLiteral("portalsim gives no answer"));
        have += static_cast<std::size_t>(count);
        const std::size_t end = wanted == 0 ? std::string_view(m_answer.data(), have).find("\r\n\r\n") : std::string_view::npos;
        if (end == std::string_view::npos)
            continue;
        static constexpr std::string_view kLength = "Content-Length: ";
        const std::size_t at = std::string_view(m_answer.data(), end).find(kLength);
        std::size_t length = 0;
        if (at == std::string_view::npos
            || std::from_chars(m_answer.data() + at + kLength.size(), m_answer.data() + end, length).ec != std::errc())
            giveUp(QStringLiteral("an answer without Content-Length"));
        head = end + 4;
        wanted = head + length;
        if (m_answer.size() < wanted + kSpare)
            m_answer.resize(wanted + kSpare);
    }
    return std::string_view(m_answer).substr(head, wanted - head);
}

} // namespace dealerlens::bench
