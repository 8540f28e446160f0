using System.Buffers.Binary;
using GbGateway.Labels.Explicit;

namespace GbGateway.Tests.Explicit;

/// <summary>Makes an OpenType font with CFF outlines of a TrueType one: the same letters, drawn by programs.</summary>
internal static class OtfFont
{
    private static readonly string[] Kept = ["head", "hhea", "hmtx", "maxp", "cmap"];

    /// <summary>The embedded font's file.</summary>
    public static byte[] Embedded()
    {
        using var stream = typeof(LabelFont).Assembly.GetManifestResourceStream("NotoSansSC-Bold.subset.ttf")!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    /// <summary>The embedded font, each letter half an em farther from the next.</summary>
    public static byte[] Spaced()
    {
        var file = Embedded();
        var (place, count) = (0, new FontTables(file)["hhea"u8].U16(34));
        for (var entry = 12; place == 0; entry += 16)
        {
            place = file.AsSpan(entry, 4).SequenceEqual("hmtx"u8) ? BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(entry + 8)) : 0;
        }
        for (var i = 0; i < count; i++)
        {
            var advance = file.AsSpan(place + 4 * i);
            BinaryPrimitives.WriteUInt16BigEndian(advance, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(advance) + 500));
        }
        return file;
    }

    /// <summary>The embedded font with CFF outlines.</summary>
    /// <param name="isCidKeyed">Whether glyphs belong to font dictionaries with subroutines of their own.</param>
    public static byte[] Make(bool isCidKeyed)
    {
        var file = Embedded();
        var tables = new FontTables(file);
        var count = tables["maxp"u8].U16(4);
        var reader = new GlyfReader(tables["glyf"u8], tables["loca"u8], tables["head"u8].U16(50) != 0, count);
        var programs = new List<byte[]>();
        for (var glyph = 0; glyph < count; glyph++)
        {
            programs.Add(ProgramOf(reader.Read(glyph)));
        }
        var parts = new List<(string Tag, byte[] Bytes)> { ("CFF ", isCidKeyed ? CidKeyed(programs) : NameKeyed(programs)) };
        foreach (var tag in Kept)
        {
            parts.Add((tag, Copy(tables[System.Text.Encoding.ASCII.GetBytes(tag)])));
        }
        return Sfnt(parts);
    }

    /// <summary>A collection of one font.</summary>
    public static byte[] Collection(byte[] font)
    {
        var header = new byte[16];
        "ttcf"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 0x00010000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(12), 16);
        byte[] file = [.. header, .. font];
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(4)); i++)
        {
            var offset = file.AsSpan(16 + 12 + 16 * i + 8);
            BinaryPrimitives.WriteUInt32BigEndian(offset, BinaryPrimitives.ReadUInt32BigEndian(offset) + 16);
        }
        return file;
    }

    // A quadratic is a cubic whose control points lie two thirds of the way to its own.
    private static byte[] ProgramOf(GlyphOutline outline)
    {
        List<byte> code = [.. Number(0), .. Number(20), 1, .. Number(0), .. Number(20), 19, 0b1100_0000]; // a horizontal hint, a vertical one implied, a mask
        var (x, y) = (0f, 0f);
        for (var first = 0; first < outline.Points.Length;)
        {
            var last = Array.FindIndex(outline.Points, first, static point => point.EndsContour);
            var contour = outline.Points[first..(last + 1)];
            first = last + 1;
            var start = Array.FindIndex(contour, static point => point.OnCurve);
            var from = contour[start];
            code.AddRange([.. Number(from.X - x), .. Number(from.Y - y), 21]);
            OutlinePoint? control = null;
            for (var i = 1; i <= contour.Length; i++)
            {
                var point = contour[(start + i) % contour.Length];
                if (point.OnCurve && control is null)
                {
                    code.AddRange([.. Number(point.X - from.X), .. Number(point.Y - from.Y), 5]);
                    from = point;
                }
                else if (control is { } bend)
                {
                    var to = point.OnCurve ? point : new OutlinePoint((bend.X + point.X) / 2, (bend.Y + point.Y) / 2, true, false);
                    var one = (X: from.X + (bend.X - from.X) * 2 / 3, Y: from.Y + (bend.Y - from.Y) * 2 / 3);
                    var two = (X: to.X + (bend.X - to.X) * 2 / 3, Y: to.Y + (bend.Y - to.Y) * 2 / 3);
                    code.AddRange([.. Number(one.X - from.X), .. Number(one.Y - from.Y), .. Number(two.X - one.X), .. Number(two.Y - one.Y), .. Number(to.X - two.X), .. Number(to.Y - two.Y), 8]);
                    from = to;
                    control = point.OnCurve ? null : point;
                }
                else
                {
                    control = point;
                }
            }
            (x, y) = (from.X, from.Y);
        }
        code.AddRange([.. Number(-107), 10]); // a subroutine of its own that calls the one of all, which ends the glyph
        return [.. code];
    }

    private static byte[] Number(float value)
    {
        var bytes = new byte[5];
        bytes[0] = 255;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), (int)MathF.Round(value * 65536));
        return bytes;
    }

    private static byte[] NameKeyed(List<byte[]> programs) => Assemble(programs, static (charstrings, dictionaries, _) =>
        [.. Integer(charstrings), 17, .. Integer(PrivateSize), .. Integer(dictionaries), 18], select: []);

    private static byte[] CidKeyed(List<byte[]> programs)
    {
        // Ranges: the first half of the glyphs, and the rest.
        var half = programs.Count / 2;
        byte[] select = [3, 0, 2, 0, 0, 0, (byte)(half >> 8), (byte)half, 1, (byte)(programs.Count >> 8), (byte)programs.Count];
        return Assemble(programs, static (charstrings, dictionaries, select) =>
            [.. Integer(0), .. Integer(0), .. Integer(0), 12, 30, .. Integer(charstrings), 17, .. Integer(dictionaries + PrivateSize + Local.Length), 12, 36, .. Integer(select), 12, 37], select);
    }

    private const int PrivateSize = 6;

    // A private dictionary says where its subroutines are, from its own beginning.
    private static byte[] Local => Index([[.. Number(-107), 29]]);

    private static byte[] Assemble(List<byte[]> programs, Func<int, int, int, byte[]> top, byte[] select)
    {
        byte[] head = [1, 0, 4, 4, .. Index(["Test"u8.ToArray()])];
        byte[] behind = [.. Index([]), .. Index([[14]])];
        var length = head.Length + Index([top(0, 0, 0)]).Length + behind.Length;
        var charstrings = Index([.. programs]);
        var dictionaries = length + charstrings.Length;
        byte[] own = [.. Integer(PrivateSize), 19, .. Local];
        byte[] font = [.. Integer(PrivateSize), .. Integer(dictionaries), 18];
        byte[] fonts = select.Length == 0 ? [] : Index([font, font]);
        return [.. head, .. Index([top(length, dictionaries, dictionaries + own.Length + fonts.Length)]), .. behind, .. charstrings, .. own, .. fonts, .. select];
    }

    private static byte[] Integer(int value)
    {
        var bytes = new byte[5];
        bytes[0] = 29;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Index(byte[][] objects)
    {
        var result = new List<byte> { (byte)(objects.Length >> 8), (byte)objects.Length };
        if (objects.Length == 0)
        {
            return [.. result];
        }
        result.Add(3);
        var offset = 1;
        foreach (var one in objects.Prepend([]))
        {
            offset += one.Length;
            result.AddRange([(byte)(offset >> 16), (byte)(offset >> 8), (byte)offset]);
        }
        return [.. result, .. objects.SelectMany(static one => one)];
    }

    private static byte[] Copy(FontBytes table)
    {
        var bytes = new byte[table.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = table.Byte(i);
        }
        return bytes;
    }

    private static byte[] Sfnt(List<(string Tag, byte[] Bytes)> tables)
    {
        var directory = new byte[12 + 16 * tables.Count];
        "OTTO"u8.CopyTo(directory);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)tables.Count);
        var body = new List<byte>();
        for (var i = 0; i < tables.Count; i++)
        {
            var entry = directory.AsSpan(12 + 16 * i);
            System.Text.Encoding.ASCII.GetBytes(tables[i].Tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], directory.Length + body.Count);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], tables[i].Bytes.Length);
            body.AddRange(tables[i].Bytes);
        }
        return [.. directory, .. body];
    }
}
