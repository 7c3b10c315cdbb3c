#pragma once

#include "twinshelf/platforms/request.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace twinshelf::platforms {

/// A plan on its way: the requests that carry it out, round by round, and what became of them.
///
///     dispatch sending{plan, r_series::writer(pos), ecwid::writer(plan, ecom)};
///     std::vector<answer> answers;
///     for (auto send = sending.next({}); !send.empty(); send = sending.next(answers))
///         answers = call_the_platforms(send); // an answer for each, in their order
///     base = advance(base, pos, ecom, policy, plan, sending.outcomes());
///
/// The requests of one round may go in any order or at once. An action that needs what a failed one
/// was to make, or changes the same thing again, is not sent. The plan and the snapshots must stay.
class dispatch {
public:
    dispatch(const plan& p, writer to_pos, writer to_ecom);
    dispatch(dispatch&&) = default; // not to be copied: jobs name actions of their own dispatch
    dispatch& operator=(dispatch&&) = default;

    /// Takes the answers to the round before, in the order of its requests (one that is missing
    /// counts as not answered), and gives the next round. Empty: the plan is carried out.
    [[nodiscard]] std::vector<request> next(std::span<const answer> answers);

    /// What became of the actions so far, also of a plan that goes no further: done, with the ids of
    /// what they made, or not.
    [[nodiscard]] std::vector<outcome> outcomes() const;

    /// What was not sent because the platform cannot take it, and what the platforms refused, with
    /// their own words (`target.limits`); what was not sent for want of those (`order.safe`).
    [[nodiscard]] const std::vector<issue>& issues() const { return known_.issues; }

private:
    struct sent {
        std::size_t job;
        detail::call call;
    };
    /// What a failed action was to change, by the record: all of it, or a field.
    using stake = std::tuple<kind, std::string, int>;

    [[nodiscard]] static std::vector<stake> stakes(const action& a);
    void begin_wave();
    void end_wave();
    void note_done(const detail::job& j);
    void end(const detail::job& j);
    void link_afterwards(std::size_t job);
    [[nodiscard]] std::string refused(const detail::call& c, const answer& got) const;
    void say(rule why, const action& a, std::string_view because, std::string_view done = {});

    const plan* plan_;
    writer to_pos_, to_ecom_;
    std::size_t next_ = 0; ///< of the plan's actions
    int wave_ = 0;
    std::vector<detail::job> jobs_{};
    std::vector<sent> sent_{};
    std::deque<action> links_{}; ///< what the store is told of records that the pos has made
    std::set<stake> failed_{};
    detail::ledger known_{};
};

inline dispatch::dispatch(const plan& p, writer to_pos, writer to_ecom)
    : plan_(&p), to_pos_(std::move(to_pos)), to_ecom_(std::move(to_ecom))
{
}

inline std::vector<request> dispatch::next(std::span<const answer> answers)
{
    for (std::size_t i = 0; i < sent_.size(); ++i) {
        auto& j = jobs_[sent_[i].job];
        const auto& c = sent_[i].call;
        auto why = refused(c, i < answers.size() ? answers[i] : answer{});
        if (why.empty() && c.read) {
            std::vector<json::fault> faults;
            const auto tree = json::detail::read_tree(answers[i].body, faults);
            why = tree.nodes.empty() ? "the answer is no JSON" : c.read(j, known_, {tree, 0});
            if (!why.empty()) why = c.method + ' ' + c.path + ": " + why;
        }
        if (why.empty())
            j.there.push_back(c.method + ' ' + c.path);
        else if (j.failed.empty())
            j.failed = std::move(why);
    }
    sent_.clear();

    std::vector<request> round;
    while (round.empty()) {
        for (std::size_t i = 0; i < jobs_.size(); ++i) {
            std::vector<detail::call> calls;
            while (calls.empty() && jobs_[i].failed.empty() && !jobs_[i].rounds.empty()) {
                const auto make = std::move(jobs_[i].rounds.front());
                jobs_[i].rounds.pop_front();
                calls = make(jobs_[i], known_);
            }
            if (calls.empty() && jobs_[i].failed.empty()) {
                note_done(jobs_[i]);
                link_afterwards(i); // more jobs, for this round
            }
            const auto& j = jobs_[i];
            for (auto& c : calls) {
                request r{.side = j.side, .wave = wave_, .method = c.method, .path = c.path};
                for (const auto* a : j.actions)
                    r.actions.push_back(a->id);
                r.query = c.query;
                r.body = std::move(c.body);
                round.push_back(std::move(r));
                sent_.push_back({i, std::move(c)});
            }
        }
        if (!round.empty()) break;
        end_wave();
        if (next_ == plan_->actions.size()) break;
        begin_wave();
    }
    return round;
}

/// The jobs of the next wave, without what must not be sent any more.
inline void dispatch::begin_wave()
{
    const auto& all = plan_->actions;
    wave_ = all[next_].wave;
    std::vector<const action*> pos, ecom;
    for (; next_ < all.size() && all[next_].wave == wave_; ++next_) {
        const auto& a = all[next_];
        known_.outcomes[a.id] = {.action = a.id, .done = false};
        const auto touched = stakes(a);
        if (std::any_of(touched.begin(), touched.end(),
                        [&](const stake& s) { return failed_.contains(s); })) {
            failed_.insert(touched.begin(), touched.end());
            say(rule::order_safe, a, "what it builds on was not carried out");
        } else {
            (a.side == side::pos ? pos : ecom).push_back(&a);
        }
    }
    if (!pos.empty()) jobs_ = to_pos_(pos, known_);
    if (ecom.empty()) return;
    auto more = to_ecom_(ecom, known_);
    std::move(more.begin(), more.end(), std::back_inserter(jobs_));
}

inline void dispatch::end_wave()
{
    for (const auto& j : jobs_)
        end(j);
    jobs_.clear();
    if (next_ < plan_->actions.size() || known_.unlinked_customers == 0) return;
    const auto n = std::exchange(known_.unlinked_customers, 0);
    known_.issues.push_back(
        {.severity = severity::notice,
         .rule = rule::target_limits,
         .key = issue_key(rule::target_limits, kind::customer, {}) + ":link",
         .kind = kind::customer,
         .message = std::to_string(n) + (n == 1 ? " customer gets" : " customers get") +
                    " no reference to the till's record in the store, which takes none for "
                    "customers; the baseline remembers the pairs."});
}

inline void dispatch::note_done(const detail::job& j)
{
    if (!j.lacking.empty() || j.only_links()) return;
    for (const auto* a : j.actions)
        known_.outcomes[a->id].done = true;
}

/// Says what was not done, at the end of its wave.
inline void dispatch::end(const detail::job& j)
{
    if (j.failed.empty() && j.lacking.empty()) return;
    std::string done;
    for (const auto& each : j.there)
        if (!each.starts_with("GET")) done += (done.empty() ? "" : ", ") + each;
    for (const auto* a : j.actions) {
        say(rule::target_limits, *a, j.failed.empty() ? j.lacking : j.failed, done);
        if (j.failed.empty() || j.only_links()) continue;
        const auto lost = stakes(*a);
        failed_.insert(lost.begin(), lost.end());
    }
}

/// A record that the pos has made is noted in the store as the other half of the one that it was
/// made from.
inline void dispatch::link_afterwards(std::size_t job)
{
    auto& j = jobs_[job];
    const auto& a = j.first();
    if (j.side != side::pos || !std::get_if<create>(&a.what)) return;
    if (std::exchange(j.linked, true)) return;
    auto link = a;
    link.side = side::ecom;
    link.of.pos_id = known_.outcomes[a.id].id;
    link.what = link_to{};
    links_.push_back(std::move(link));
    const auto* noted = &links_.back();
    for (auto& more : to_ecom_(std::span{&noted, 1}, known_)) {
        more.linked = true;
        jobs_.push_back(std::move(more));
    }
}

inline std::vector<dispatch::stake> dispatch::stakes(const action& a)
{
    constexpr int all = -1;
    const auto of = [&](kind k, const ref& r, int what) {
        return stake{k, r.ecom_id.empty() ? "pos " + r.pos_id : r.ecom_id, what};
    };
    std::vector<stake> list;
    const auto add = [&](int what) { list.push_back(of(a.kind, a.of, what)); };
    if (std::get_if<create>(&a.what) || std::get_if<link_to>(&a.what)) add(all);
    if (const auto* u = std::get_if<update>(&a.what))
        for (const auto& c : u->changes)
            add(static_cast<int>(c.field));
    return list;
}

inline std::string dispatch::refused(const detail::call& c, const answer& got) const
{
    if (got.ok()) return {};
    const auto what = c.method + ' ' + c.path;
    if (got.status == 0) return what + " was not answered";
    std::vector<json::fault> faults;
    const auto tree = json::detail::read_tree(got.body, faults);
    std::string words;
    if (!tree.nodes.empty())
        for (const auto* key : {"errorCode", "errorMessage", "message", "error"})
            if (const auto word = detail::text_of(detail::view{tree, 0}.find(key)); !word.empty())
                words += (words.empty() ? "" : ", ") + word;
    if (words.empty()) words = got.body;
    return what + " was refused with " + std::to_string(got.status) +
           (words.empty() ? "" : ", " + json::detail::in_quotes(words));
}

inline void dispatch::say(rule why, const action& a, std::string_view because,
                          std::string_view done)
{
    const auto& id = a.of.ecom_id.empty() ? a.of.pos_id : a.of.ecom_id;
    std::string kind_word{name(a.kind)};
    std::replace(kind_word.begin(), kind_word.end(), '_', ' ');
    std::string message = "The " + std::string{verb(a)} + " of the " + kind_word +
                          (id.empty() ? "" : ' ' + id) + " in " +
                          (a.side == side::pos ? "the pos" : "ecom") +
                          " is not done: " + std::string{because} + '.';
    const auto& made = known_.outcomes[a.id].id;
    if (!made.empty() && std::get_if<create>(&a.what))
        message += " It is there as " + made + ", but not as a whole.";
    if (!done.empty()) message += " Carried out of it: " + std::string{done} + '.';
    const auto* u = std::get_if<update>(&a.what);
    std::optional<field> about;
    if (u != nullptr && !u->changes.empty()) about = u->changes.front().field;
    known_.issues.push_back(
        {.severity = severity::hold,
         .rule = why,
         .key = issue_key(why, a.kind, a.of, about) + ':' + std::string{verb(a)},
         .kind = a.kind,
         .of = a.of,
         .message = std::move(message)});
}

inline std::vector<outcome> dispatch::outcomes() const
{
    std::vector<outcome> all;
    for (const auto& each : known_.outcomes)
        all.push_back(each.second);
    return all;
}

} // namespace twinshelf::platforms
