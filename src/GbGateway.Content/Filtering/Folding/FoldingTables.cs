using System.IO.Compression;
using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>The generated tables: kinds of characters, seven foldings and the pinyin readings.</summary>
/// <remarks>
/// Made by <c>tests/tools/folding/generate.py</c> from the Unicode Character Database 15.0, OpenCC (Apache-2.0) and the
/// confusables of UTS #39; the layout stands at the top of that script.
/// </remarks>
internal sealed class FoldingTables
{
    /// <summary>In the order of the maps in the file, which is the order they are applied in.</summary>
    private static readonly TextFolding[] Order =
    [
        TextFolding.Width, TextFolding.Compatibility, TextFolding.Digits, TextFolding.Homoglyphs,
        TextFolding.Case, TextFolding.Invisible, TextFolding.Traditional,
    ];

    private readonly int[] _runs;
    private readonly CharacterKinds[] _kinds;
    private readonly int[][] _sources = new int[Order.Length][];
    private readonly int[][] _targets = new int[Order.Length][];
    private readonly string[] _syllables;
    private readonly int[] _read;
    private readonly ushort[] _reading;

    private FoldingTables(ReadOnlySpan<byte> blob)
    {
        int at = 0;
        int count = Number(blob, ref at);
        _runs = new int[count];
        _kinds = new CharacterKinds[count];
        for (int i = 0, cp = 0; i < count; i++)
        {
            _runs[i] = cp += Number(blob, ref at);
            _kinds[i] = (CharacterKinds)blob[at++];
        }

        for (int map = 0; map < Order.Length; map++)
        {
            count = Number(blob, ref at);
            _sources[map] = new int[count];
            _targets[map] = new int[count];
            for (int i = 0, cp = 0; i < count; i++)
            {
                _sources[map][i] = cp += Number(blob, ref at);
                int step = Number(blob, ref at);
                _targets[map][i] = cp + ((step >> 1) ^ -(step & 1));
            }
        }

        _syllables = new string[Number(blob, ref at)];
        for (int i = 0; i < _syllables.Length; i++)
        {
            int length = blob[at++];
            _syllables[i] = Encoding.ASCII.GetString(blob.Slice(at, length));
            at += length;
        }

        count = Number(blob, ref at);
        _read = new int[count];
        _reading = new ushort[count];
        for (int i = 0, cp = 0; i < count; i++)
        {
            _read[i] = cp += Number(blob, ref at);
            _reading[i] = (ushort)Number(blob, ref at);
        }
    }

    /// <summary>The tables of this build.</summary>
    internal static FoldingTables Current { get; } = Load();

    /// <summary>The kind of a code point.</summary>
    internal CharacterKinds Kinds(int codePoint)
    {
        int i = Array.BinarySearch(_runs, codePoint);
        return _kinds[i >= 0 ? i : ~i - 1];
    }

    /// <summary>The kinds of all code points below <paramref name="kinds"/>' length, in one sweep.</summary>
    internal void FillKinds(Span<CharacterKinds> kinds)
    {
        for (int i = 0; i < _runs.Length && _runs[i] < kinds.Length; i++)
        {
            int end = i + 1 < _runs.Length ? Math.Min(_runs[i + 1], kinds.Length) : kinds.Length;
            kinds[_runs[i]..end].Fill(_kinds[i]);
        }
    }

    /// <summary>The code point that <paramref name="codePoint"/> reads as, map by map.</summary>
    internal int Fold(int codePoint, TextFolding folding)
    {
        if (codePoint < 0x80)
        {
            return (folding & TextFolding.Case) != 0 && codePoint is >= 'A' and <= 'Z' ? codePoint | 0x20 : codePoint;
        }

        // A numeral is read as its digit before its compatibility form makes it a letter.
        if ((folding & TextFolding.Digits) != 0)
        {
            int digit = Lookup(Array.IndexOf(Order, TextFolding.Digits), codePoint);
            if (digit != codePoint)
            {
                return digit;
            }
        }

        for (int map = 0; map < Order.Length; map++)
        {
            if ((folding & Order[map]) != 0)
            {
                codePoint = Lookup(map, codePoint);
            }
        }

        // An accent may have hidden a look-alike or a capital.
        return codePoint < 0x80 || (folding & TextFolding.Homoglyphs) == 0
            ? codePoint
            : Lookup(Array.IndexOf(Order, TextFolding.Homoglyphs), codePoint);
    }

    /// <summary>Every code point that some map changes, each once or more.</summary>
    internal IEnumerable<int> Sources() => _sources.SelectMany(static source => source);

    /// <summary>The toneless pinyin of a Chinese character, or null.</summary>
    internal string? Pinyin(int codePoint)
    {
        int i = Array.BinarySearch(_read, codePoint);
        return i < 0 ? null : _syllables[_reading[i]];
    }

    private int Lookup(int map, int codePoint)
    {
        int i = Array.BinarySearch(_sources[map], codePoint);
        return i < 0 ? codePoint : _targets[map][i];
    }

    private static int Number(ReadOnlySpan<byte> blob, ref int at)
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = blob[at++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static FoldingTables Load()
    {
        using Stream packed = typeof(FoldingTables).Assembly.GetManifestResourceStream("GbGateway.Content.Filtering.folding.bin")
            ?? throw new InvalidOperationException("The folding tables are not in this assembly.");
        using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var blob = new MemoryStream();
        inflate.CopyTo(blob);
        return new FoldingTables(blob.GetBuffer().AsSpan(0, (int)blob.Length));
    }
}
