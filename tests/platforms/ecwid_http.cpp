#include "catch.hpp"
#include "ecwid_world.hpp"
#include "generate.hpp"
#include "plans.hpp"

#include <twinshelf/platforms/ecwid_batch.hpp>

#include <httplib.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ecwid_http_tests {

// The simulated store behind a real HTTP server on this machine, read by pages and written to by
// batches: what a host does, with nothing of it left out. TWINSHELF_CASES and TWINSHELF_SEED as in
// ecwid_histories.cpp, but a thirtieth of the cases (10).

using namespace twinshelf;
using ecwid_world::world;
using platforms::answer;
using platforms::request;

namespace {

constexpr auto base_path = "/api/v3/1003";

/// Serves a store until it goes out of scope.
class server {
public:
    explicit server(ecwid_store::store& store)
    {
        const auto answer_it = [this, &store](const httplib::Request& asked,
                                              httplib::Response& got) {
            const std::lock_guard lock{one_at_a_time};
            if (asked.get_header_value("Authorization") != "Bearer secret") {
                got.status = 403;
                return;
            }
            const auto question = std::min(asked.target.find('?'), asked.target.size());
            const auto query = asked.target.substr(std::min(question + 1, asked.target.size()));
            const auto path = asked.path.substr(std::string_view{base_path}.size());
            const auto reply = store.handle(asked.method, path, query, asked.body);
            got.status = reply.status;
            got.set_content(reply.body.dump(), "application/json");
        };
        const auto any = std::string{base_path} + "/.*";
        http.Get(any, answer_it);
        http.Post(any, answer_it);
        http.Put(any, answer_it);
        http.Delete(any, answer_it);
        http.set_tcp_nodelay(true);
        port = http.bind_to_any_port("127.0.0.1");
        thread = std::thread{[this] { http.listen_after_bind(); }};
        while (!http.is_running())
            std::this_thread::yield();
    }
    ~server()
    {
        http.stop();
        thread.join();
    }
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    int port = 0;

private:
    httplib::Server http{};
    std::thread thread{};
    std::mutex one_at_a_time{};
};

/// What a host needs to reach a store.
class client {
public:
    explicit client(int port) : http("127.0.0.1", port)
    {
        http.set_keep_alive(true);
        http.set_tcp_nodelay(true);
    }

    answer operator()(std::string_view method, std::string_view path, std::string_view query,
                      const std::string& body)
    {
        httplib::Request r;
        r.method = method;
        r.path = std::string{base_path} + std::string{path};
        if (!query.empty()) (r.path += '?') += query;
        r.headers = {{"Authorization", "Bearer secret"}, {"Content-Type", "application/json"}};
        r.body = body;
        const auto got = http.send(r);
        return got ? answer{got->status, got->body} : answer{};
    }

    /// A round of requests as batches.
    std::vector<answer> by_batches(const std::vector<request>& round)
    {
        std::vector<std::string> results;
        for (const auto& body : platforms::ecwid::batches(round)) {
            const auto taken = (*this)("POST", "/batch", "stopOnFirstFailure=false", body);
            REQUIRE(taken.ok());
            const auto ticket = nlohmann::json::parse(taken.body).at("ticket").get<std::string>();
            for (std::string status; status != "COMPLETED";) {
                const auto got = (*this)("GET", "/batch", "ticket=" + ticket, "");
                REQUIRE(got.ok());
                status = nlohmann::json::parse(got.body).at("status").get<std::string>();
                if (status == "COMPLETED") results.push_back(got.body);
            }
        }
        return platforms::ecwid::batch_answers(results, round.size());
    }

private:
    httplib::Client http;
};

} // namespace

TEST_CASE("ecwid http: a shop is synced over a network", "[platforms]")
{
    const auto profile = GENERATE(as<std::string>{}, "r_series", "x_series", "x_series_2021");
    const auto first = generate::number_in("TWINSHELF_SEED", 0);
    const auto end = first + (generate::number_in("TWINSHELF_CASES", 300) + 29) / 30;
    for (auto seed = first; seed < end; ++seed) {
        const auto made = generate::make_shop(seed, *find_profile(profile), generate::clean());
        world w{.pos = made.pos, .by = made.by};
        ecwid_world::filler{w.store, made.ecom}.run();
        const server behind{w.store};
        client call{behind.port};
        const auto sync = [&] {
            return w.sync([&](auto... all) { return call(all...); },
                          [&](const auto& round) { return call.by_batches(round); });
        };
        const auto before = sync();
        auto after = sync();
        if (!before.plan.complete || !before.issues.empty()) after = sync(); // what was held
        INFO("profile " << profile << ", seed " << seed << '\n' << plans::text(after.plan));
        for (const auto& i : before.issues)
            REQUIRE(i.message.find("was refused") == i.message.npos);
        REQUIRE(after.requests.empty());
        const auto read = ecwid_world::read_store(ecwid_world::directly(w.store));
        REQUIRE((read.value == after.ecom)); // the network changes nothing
    }
}

} // namespace ecwid_http_tests
