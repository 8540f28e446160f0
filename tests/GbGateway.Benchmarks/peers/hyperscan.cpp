// The Hyperscan peer of the keyword benchmark: peer WORDS block|stream CASELESS, then a line a round; see ProcessPeer.cs.
// Prints one line about the database, then for every round and file the seconds of thread CPU time of each pass.
#include <hs.h>
#include <time.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

static double cpu() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static std::string read(const char *path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

static int hit(unsigned, unsigned long long, unsigned long long, unsigned, void *count) {
    ++*static_cast<long *>(count);
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    const std::string words = read(argv[1]);
    const bool stream = std::string(argv[2]) == "stream";
    const unsigned flag = atoi(argv[3]) ? HS_FLAG_CASELESS : 0;
    std::vector<const char *> text;
    std::vector<size_t> length;
    std::vector<unsigned> flags, ids;
    for (size_t at = 0; at < words.size();) {
        size_t end = std::min(words.find('\n', at), words.size());
        if (end > at) {
            text.push_back(words.data() + at);
            length.push_back(end - at);
            flags.push_back(flag);
            ids.push_back(ids.size());
        }
        at = end + 1;
    }
    hs_database_t *database = nullptr;
    hs_compile_error_t *error = nullptr;
    double start = cpu();
    if (hs_compile_lit_multi(text.data(), flags.data(), ids.data(), length.data(), text.size(), stream ? HS_MODE_STREAM : HS_MODE_BLOCK,
                             nullptr, &database, &error) != HS_SUCCESS) return 1;
    const double built = cpu() - start;
    size_t size = 0;
    hs_database_size(database, &size);
    hs_scratch_t *scratch = nullptr;
    hs_alloc_scratch(database, &scratch);
    printf("built in %.0f ms, %.1f MB\n", built * 1000, size / 1e6);
    fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream round(line);
        double seconds = 0;
        round >> seconds;
        for (std::string file; round >> file;) {
            const std::string body = read(file.c_str());
            std::vector<std::pair<size_t, size_t>> documents;
            for (size_t at = 0; at < body.size();) {
                size_t next = at + 4096 >= body.size() ? std::string::npos : body.find('\n', at + 4096);
                size_t end = next == std::string::npos ? body.size() : next + 1;
                documents.push_back({at, end});
                at = end;
            }
            double spent = 0;
            for (int pass = 0; pass < 2 || spent < seconds; pass++) {
                long hits = 0;
                start = cpu();
                if (!stream) {
                    for (auto &d : documents) hs_scan(database, body.data() + d.first, d.second - d.first, 0, scratch, hit, &hits);
                } else {
                    hs_stream_t *state = nullptr;
                    hs_open_stream(database, 0, &state);
                    for (auto &d : documents) {
                        for (size_t at = d.first; at < d.second; at += 24)
                            hs_scan_stream(state, body.data() + at, std::min<size_t>(24, d.second - at), 0, scratch, hit, &hits);
                        hs_reset_stream(state, 0, scratch, hit, &hits);
                    }
                    hs_close_stream(state, scratch, hit, &hits);
                }
                double took = cpu() - start;
                spent += took;
                printf("%.6f ", took);
            }
            printf("\n");
            fflush(stdout);
        }
    }
    return 0;
}
