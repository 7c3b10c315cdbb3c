// The command-line tool `reconcile`, and how a host uses the library: read both sides and what is
// remembered of the last sync, make the plan, show it. Nothing is sent anywhere.

#include "carry_out.hpp"
#include "pretend.hpp"

#include <twinshelf/json/json.hpp>
#include <twinshelf/platforms/dispatch.hpp>
#include <twinshelf/platforms/ecwid.hpp>
#include <twinshelf/platforms/ecwid_requests.hpp>
#include <twinshelf/platforms/r_series.hpp>
#include <twinshelf/platforms/r_series_requests.hpp>
#include <twinshelf/platforms/x_series.hpp>
#include <twinshelf/platforms/x_series_requests.hpp>
#include <twinshelf/report.hpp>
#include <twinshelf/twinshelf.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace twinshelf;

constexpr std::string_view usage =
    R"(usage: reconcile --profile NAME --pos FILE --ecom FILE [option]...

Prints the plan that makes the online store agree with the till, and the till with the store.

  --pos FILE         the till: a snapshot in twinshelf's JSON, or r_series:FILE[,FILE...] for the
                     pages of Retail R-Series lists as its API sends them, x_series:FILE[,FILE...]
                     for those of Retail X-Series
  --ecom FILE        the online store: a snapshot, or ecwid:FILE[,FILE...] for E-Series pages. A
                     page that does not say what it is of is given as RESOURCE=FILE, such as
                     ecwid:products/71/combinations=FILE, or r_series:Item=FILE
  --profile NAME     how the two sync: r_series, x_series or x_series_2021; may be left out where
                     the policy names it
  --policy FILE      what is to be otherwise than in the profile
  --currency CODE    what the amounts of R-Series pages are in, and of X-Series pages without a
                     retailer and outlets, else the store's currency; and of E-Series pages without
                     a profile among them
  --weight-unit U    what E-Series pages without a profile have weights in: g, kg, oz, lb or ct
  --length-unit U    and dimensions: mm, cm, in or yd
  --online-shop ID   the R-Series shop that takes online orders, or the X-Series register or outlet;
                     needed where there are several
  --prices-with-tax yes|no   which prices of X-Series count; else as the retailer or outlets say
  --online-price L   the R-Series price level of the web shop, its name or id, to read and to write;
                     else Online
  --output HOW       text: something to read, which is what you get otherwise; json: the plan;
                     requests: what the platforms would be sent, a JSON object a line, as if they
                     took all of it and made records with ids like new-1; at the end what they
                     cannot take. The till is R-Series where the profile is r_series, else X-Series
  --baseline FILE    what both sides held after the last sync, as --write leaves it; without one it
                     is the first. With --write it need not be there yet
  --decisions FILE   what was chosen for issues of an earlier plan: [{"issue": KEY, "choice": WORD}]
  --write DIR        as if all of the plan had been carried out: writes what both sides hold then
                     to pos.json and ecom.json in the folder, what is made with ids like new-1, and
                     what the next run is to remember to baseline.json; all three or none
  --help             this text

Exit status: 0 a plan was made, whatever is in it; 2 the call or an input was refused, or
nothing could be written.
)";

constexpr std::string_view r_series_prefix = "r_series:";
constexpr std::string_view x_series_prefix = "x_series:";
constexpr std::string_view ecwid_prefix = "ecwid:";

/// What is wrong with the call or with an input, one sentence each.
using complaints = std::vector<std::string>;

struct settings {
    std::optional<std::string> profile{}, policy{}, pos{}, ecom{}, currency{}, output{};
    std::optional<std::string> weight_unit{}, length_unit{}, online_shop{}, online_price{};
    std::optional<std::string> prices_with_tax{};
    std::optional<std::string> baseline{}, decisions{}, write{};
};

struct option {
    std::string_view name;
    std::optional<std::string> settings::*value;
};
constexpr option options[] = {{"--profile", &settings::profile},
                              {"--policy", &settings::policy},
                              {"--pos", &settings::pos},
                              {"--ecom", &settings::ecom},
                              {"--currency", &settings::currency},
                              {"--weight-unit", &settings::weight_unit},
                              {"--length-unit", &settings::length_unit},
                              {"--online-shop", &settings::online_shop},
                              {"--online-price", &settings::online_price},
                              {"--prices-with-tax", &settings::prices_with_tax},
                              {"--output", &settings::output},
                              {"--baseline", &settings::baseline},
                              {"--decisions", &settings::decisions},
                              {"--write", &settings::write}};

settings read_arguments(const std::vector<std::string_view>& arguments, complaints& wrong)
{
    settings s;
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        const auto equals = at->find('=');
        const std::string name{at->substr(0, equals)};
        const auto known = std::find_if(std::begin(options), std::end(options),
                                        [&](const option& o) { return o.name == name; });
        if (known == std::end(options)) {
            wrong.push_back("there is no option " + name);
            continue;
        }
        auto& value = s.*known->value;
        if (value) wrong.push_back(name + " is given twice");
        const bool follows = std::next(at) != arguments.end() && !std::next(at)->starts_with("--");
        if (equals != at->npos)
            value = at->substr(equals + 1);
        else if (follows)
            value = *++at;
        if (!value || value->empty()) wrong.push_back(name + " needs a value");
    }
    return s;
}

template <worded Unit>
void check_unit(const std::string& option, const std::optional<std::string>& word,
                complaints& wrong)
{
    if (word && !find_word<Unit>(*word))
        wrong.push_back(option + " is " + json::detail::one_of_words<Unit>() + ", not " + *word);
}

void check(const settings& s, complaints& wrong)
{
    if (!s.pos) wrong.push_back("--pos is missing");
    if (!s.ecom) wrong.push_back("--ecom is missing");
    if (!s.profile && !s.policy) wrong.push_back("--profile is missing");
    if (s.profile && !find_profile(*s.profile))
        wrong.push_back("there is no profile " + *s.profile +
                        "; there are r_series, x_series and x_series_2021");
    if (s.output && *s.output != "text" && *s.output != "json" && *s.output != "requests")
        wrong.push_back("--output is text, json or requests, not " + *s.output);
    if (s.currency &&
        (s.currency->size() != 3 ||
         s.currency->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != s.currency->npos))
        wrong.push_back("--currency is a code such as EUR, not " + *s.currency);
    check_unit<mass_unit>("--weight-unit", s.weight_unit, wrong);
    check_unit<length_unit>("--length-unit", s.length_unit, wrong);
    if (s.prices_with_tax && *s.prices_with_tax != "yes" && *s.prices_with_tax != "no")
        wrong.push_back("--prices-with-tax is yes or no, not " + *s.prices_with_tax);
    const bool of_r_series = s.pos && s.pos->starts_with(r_series_prefix);
    const bool of_x_series = s.pos && s.pos->starts_with(x_series_prefix);
    const bool snapshot = s.pos && !of_r_series && !of_x_series;
    const bool store = s.ecom && !s.ecom->starts_with(ecwid_prefix);
    if (s.currency && snapshot && store)
        wrong.push_back("--currency is for pages of a platform; a snapshot names its own");
    if ((s.weight_unit || s.length_unit) && store)
        wrong.push_back("--weight-unit and --length-unit are for ecwid: files; a snapshot has its "
                        "own units");
    if (s.online_shop && snapshot)
        wrong.push_back("--online-shop is for pages of a till; a snapshot has its ecom_outlet");
    const bool sends = s.output == "requests" && s.profile == "r_series";
    if (s.online_price && s.pos && !of_r_series && !(snapshot && sends))
        wrong.push_back("--online-price is for r_series: files, or the requests of that profile; a "
                        "snapshot has its online prices");
    if (s.prices_with_tax && s.pos && !of_x_series)
        wrong.push_back("--prices-with-tax is for x_series: files");
    if (s.write && !std::filesystem::is_directory(*s.write))
        wrong.push_back("--write needs a folder, and " + *s.write + " is none");
}

/// The text of a file: no value, and a complaint, where it cannot be read.
std::optional<std::string> read_file(const std::string& path, complaints& wrong)
{
    std::ifstream file(path, std::ios::binary);
    std::string text;
    char part[1 << 16];
    while (file.read(part, sizeof part) || file.gcount() > 0)
        text.append(part, static_cast<std::size_t>(file.gcount()));
    if (file.is_open() && !file.bad()) return text;
    wrong.push_back(path + ": cannot be read");
    return {};
}

/// What was read; each fault of it is a complaint, the place in the file first.
template <class T>
T checked(const std::string& file, json::parsed<T> read, complaints& wrong)
{
    for (const auto& f : read.faults) {
        const bool both = !file.empty() && !f.where.empty();
        wrong.push_back(file + (both ? ": " : "") + f.where + ": expected " + f.expected +
                        ", found " + f.found);
    }
    return std::move(read.value);
}

policy read_policy(const settings& s, complaints& wrong)
{
    const auto profile = s.profile.value_or("");
    if (!s.policy) return *find_profile(profile);
    const auto text = read_file(*s.policy, wrong);
    if (!text) return {};
    auto read = json::read_policy(*text, profile);
    if (read.ok() && s.profile && read.value.profile != profile)
        wrong.push_back(*s.policy + ": is for the profile " + read.value.profile +
                        ", and --profile is " + profile);
    return checked(*s.policy, std::move(read), wrong);
}

/// The pages of a platform: their files' texts, and what they are of where that was said.
struct page_files {
    std::vector<std::string> paths{}, resources{}, texts{};

    [[nodiscard]] std::vector<platforms::page> pages() const
    {
        std::vector<platforms::page> all;
        for (std::size_t i = 0; i < paths.size(); ++i)
            all.push_back({.name = paths[i], .text = texts[i], .resource = resources[i]});
        return all;
    }
};

/// Reads "FILE,RESOURCE=FILE,..."; no pages where one of the files cannot be read.
page_files read_files(const std::string& option, std::string_view list, complaints& wrong)
{
    page_files files;
    for (std::size_t comma = 0; comma != list.npos;) {
        comma = list.find(',');
        const auto entry = list.substr(0, comma);
        if (entry.empty()) {
            wrong.push_back(option + " needs a file before and after each comma");
            return {};
        }
        list.remove_prefix(entry.size() + (comma == list.npos ? 0 : 1));
        const auto equals = entry.rfind('=');
        const bool said = equals != entry.npos && !std::filesystem::exists(entry);
        files.resources.emplace_back(said ? entry.substr(0, equals) : "");
        files.paths.emplace_back(said ? entry.substr(equals + 1) : entry);
    }
    for (const auto& path : files.paths)
        if (auto text = read_file(path, wrong)) files.texts.push_back(std::move(*text));
    return files.texts.size() == files.paths.size() ? files : page_files{};
}

/// A snapshot, or pages, with what the options say where there is no profile among them.
ecom::snapshot read_ecom(const settings& s, complaints& wrong)
{
    if (s.ecom->starts_with(ecwid_prefix)) {
        platforms::ecwid::options how;
        if (s.currency) how.money = {*s.currency, default_decimals(*s.currency)};
        if (s.weight_unit) how.weight_unit = find_word<mass_unit>(*s.weight_unit);
        if (s.length_unit) how.length_unit = find_word<length_unit>(*s.length_unit);
        const auto files = read_files(
            "--ecom ecwid:", std::string_view{*s.ecom}.substr(ecwid_prefix.size()), wrong);
        return checked("", platforms::ecwid::read(files.pages(), how), wrong);
    }
    const auto text = read_file(*s.ecom, wrong);
    return text ? checked(*s.ecom, json::read_ecom(*text), wrong) : ecom::snapshot{};
}

/// R-Series names no currency, X-Series may not: it is the one asked for, else the store's.
pos::snapshot read_pos(const settings& s, const currency& of_store, complaints& wrong)
{
    if (s.pos->starts_with(r_series_prefix)) {
        platforms::r_series::options how{.money = of_store};
        if (s.currency) how.money = {*s.currency, default_decimals(*s.currency)};
        if (s.online_shop) how.online_shop = *s.online_shop;
        if (s.online_price) how.online_price = *s.online_price;
        const auto files = read_files(
            "--pos r_series:", std::string_view{*s.pos}.substr(r_series_prefix.size()), wrong);
        return checked("", platforms::r_series::read(files.pages(), how), wrong);
    }
    if (s.pos->starts_with(x_series_prefix)) {
        platforms::x_series::options how{.money = of_store};
        if (s.currency) how.money = {*s.currency, default_decimals(*s.currency)};
        if (s.online_shop) how.online_shop = *s.online_shop;
        if (s.prices_with_tax) how.tax_included = s.prices_with_tax == "yes";
        const auto files = read_files(
            "--pos x_series:", std::string_view{*s.pos}.substr(x_series_prefix.size()), wrong);
        return checked("", platforms::x_series::read(files.pages(), how), wrong);
    }
    const auto text = read_file(*s.pos, wrong);
    return text ? checked(*s.pos, json::read_pos(*text), wrong) : pos::snapshot{};
}

/// What is remembered of the last sync; nothing on a first run, which is one that writes.
baseline read_baseline(const settings& s, complaints& wrong)
{
    if (!s.baseline || (s.write && !std::filesystem::exists(*s.baseline))) return {};
    const auto text = read_file(*s.baseline, wrong);
    return text ? checked(*s.baseline, json::read_baseline(*text), wrong) : baseline{};
}

std::vector<decision> read_decisions(const settings& s, complaints& wrong)
{
    if (!s.decisions) return {};
    const auto text = read_file(*s.decisions, wrong);
    if (!text) return {};
    return checked(*s.decisions, json::read_decisions(*text), wrong);
}

/// What the platforms would be sent, and what they cannot take, a JSON object a line.
std::string requests_of(const plan& p, const pos::snapshot& pos, const ecom::snapshot& ecom,
                        const std::string& online_price)
{
    namespace api = platforms;
    api::dispatch sending{p,
                          p.profile == "r_series" ? api::r_series::writes(pos, online_price)
                                                  : api::x_series::writes(pos),
                          api::ecwid::writes(p, ecom)};
    pretend::platform_pair both{pos, ecom};
    std::string lines;
    const auto add = [&](const auto& print) {
        json::detail::printer out{-1};
        out.open('{');
        print(out);
        out.close('}');
        lines += out.take() + '\n';
    };
    std::vector<api::answer> answers;
    for (auto round = sending.next({}); !round.empty(); round = sending.next(answers)) {
        answers = both.take(round);
        for (const auto& r : round)
            add([&](json::detail::printer& out) {
                out.key("wave");
                print(out, r.wave);
                out.key("side");
                print(out, r.side);
                out.key("actions");
                print(out, r.actions);
                for (const auto& [key, text] :
                     {std::pair{"method", &r.method}, {"path", &r.path}, {"query", &r.query}})
                    if (!text->empty()) {
                        out.key(key);
                        out.text(*text);
                    }
                if (r.body.empty()) return;
                out.key("body");
                out.plain(r.body);
            });
    }
    for (const auto& i : sending.issues())
        add([&](json::detail::printer& out) {
            out.key("severity");
            print(out, i.severity);
            out.key("rule");
            print(out, i.rule);
            out.key("message");
            out.text(i.message);
        });
    return lines;
}

int refused(const complaints& wrong, std::string_view advice = "")
{
    for (const auto& sentence : wrong)
        std::cerr << sentence << '\n';
    std::cerr << advice;
    return 2;
}

int run(const std::vector<std::string_view>& arguments)
{
    if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
        std::cout << usage;
        return 0;
    }
    complaints wrong;
    const auto s = read_arguments(arguments, wrong);
    if (wrong.empty()) check(s, wrong);
    if (!wrong.empty()) return refused(wrong, "reconcile --help tells how it is called\n");

    const auto by = read_policy(s, wrong);
    const auto ecom = read_ecom(s, wrong);
    const auto pos = read_pos(s, ecom.currency, wrong);
    const auto base = read_baseline(s, wrong);
    const auto decisions = read_decisions(s, wrong);
    if (!wrong.empty()) return refused(wrong);

    const auto plan = reconcile(pos, ecom, by, {base, decisions});
    if (s.write) {
        const auto failed =
            carry_out::replace(*s.write, carry_out::files_after(plan, pos, ecom, by, base));
        if (!failed.empty()) return refused({failed + ": cannot be written"});
    }
    if (s.output == "json")
        std::cout << json::write(plan, 2) << '\n';
    else if (s.output == "requests")
        std::cout << requests_of(plan, pos, ecom, s.online_price.value_or("Online"));
    else
        std::cout << report(plan, pos, ecom);
    if (!std::cout.flush()) return refused({"the plan cannot be written"});
    return 0;
}

} // namespace

int main(int count, char** arguments)
{
    try {
        return run({arguments + std::min(count, 1), arguments + count});
    } catch (const std::exception& e) {
        return refused({std::string{"reconcile broke off: "} + e.what()});
    }
}
