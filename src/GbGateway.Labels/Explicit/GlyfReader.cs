namespace GbGateway.Labels.Explicit;

/// <summary>TrueType outlines: <c>glyf</c> and <c>loca</c>, composite glyphs included.</summary>
internal sealed class GlyfReader(FontBytes glyf, FontBytes loca, bool longOffsets, int glyphs) : GlyphReader
{
    private const int MaxDepth = 5;
    private const int MaxParts = 64;

    // Flags of a point and of a component, by their names in the OpenType specification.
    private const int OnCurve = 0x01, XShort = 0x02, YShort = 0x04, Repeat = 0x08, XSame = 0x10, YSame = 0x20;
    private const int WordArguments = 0x0001, ArgumentsAreXY = 0x0002, HasScale = 0x0008, MoreParts = 0x0020, HasXYScale = 0x0040, HasMatrix = 0x0080;

    private protected override bool TryAppend(int glyph, List<OutlinePoint> points)
    {
        var parts = 0;
        return Append(glyph, points, 0, ref parts);
    }

    private bool Append(int glyph, List<OutlinePoint> points, int depth, ref int parts)
    {
        if (glyph >= glyphs || depth > MaxDepth || ++parts > MaxParts)
        {
            return false;
        }
        var start = longOffsets ? loca.U32(4L * glyph) : 2u * loca.U16(2L * glyph);
        var end = longOffsets ? loca.U32(4L * glyph + 4) : 2u * loca.U16(2L * glyph + 2);
        if (end < start || end > glyf.Length)
        {
            return false;
        }
        var bytes = glyf.Slice(start, end - start);
        if (bytes.Length < 10)
        {
            return true; // a glyph without ink, such as the space
        }
        int contours = bytes.I16(0);
        return contours >= 0 ? AppendSimple(bytes, contours, points) : AppendComposite(bytes, points, depth, ref parts);
    }

    private static bool AppendSimple(FontBytes bytes, int contours, List<OutlinePoint> points)
    {
        if (contours == 0)
        {
            return true;
        }
        var count = bytes.U16(10 + 2 * (contours - 1)) + 1;
        if (count > MaxPoints - points.Count)
        {
            return false;
        }
        long at = 10 + 2 * contours;
        at += 2 + bytes.U16(at); // hinting instructions
        var flags = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var flag = flags[i] = bytes.Byte(at++);
            if ((flag & Repeat) != 0)
            {
                for (var again = bytes.Byte(at++); again > 0 && i + 1 < count; again--)
                {
                    flags[++i] = flag;
                }
            }
        }
        var xs = new int[count];
        at = ReadCoordinates(bytes, at, flags, xs, XShort, XSame);
        var ys = new int[count];
        at = ReadCoordinates(bytes, at, flags, ys, YShort, YSame);
        if (at > bytes.Length)
        {
            return false;
        }
        var contour = 0;
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            int end = bytes.U16(10 + 2 * contour);
            if (end <= last)
            {
                return false; // contours out of order
            }
            var ends = i == end;
            points.Add(new OutlinePoint(xs[i], ys[i], (flags[i] & OnCurve) != 0, ends));
            if (ends)
            {
                last = end;
                contour++;
            }
        }
        return contour == contours;
    }

    private static long ReadCoordinates(FontBytes bytes, long at, byte[] flags, int[] values, int isShort, int isSame)
    {
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & isShort) != 0)
            {
                int delta = bytes.Byte(at++);
                value += (flags[i] & isSame) != 0 ? delta : -delta;
            }
            else if ((flags[i] & isSame) == 0)
            {
                value += bytes.I16(at);
                at += 2;
            }
            values[i] = value;
        }
        return at;
    }

    private bool AppendComposite(FontBytes bytes, List<OutlinePoint> points, int depth, ref int parts)
    {
        long at = 10;
        int flags;
        do
        {
            flags = bytes.U16(at);
            int glyph = bytes.U16(at + 2);
            at += 4;
            if ((flags & ArgumentsAreXY) == 0 || at > bytes.Length)
            {
                return false; // placed by matching points: not met in text fonts
            }
            float dx, dy;
            if ((flags & WordArguments) != 0)
            {
                (dx, dy) = (bytes.I16(at), bytes.I16(at + 2));
                at += 4;
            }
            else
            {
                (dx, dy) = ((sbyte)bytes.Byte(at), (sbyte)bytes.Byte(at + 1));
                at += 2;
            }
            float a = 1, b = 0, c = 0, d = 1;
            if ((flags & HasScale) != 0)
            {
                a = d = Scale(bytes, ref at);
            }
            else if ((flags & HasXYScale) != 0)
            {
                a = Scale(bytes, ref at);
                d = Scale(bytes, ref at);
            }
            else if ((flags & HasMatrix) != 0)
            {
                a = Scale(bytes, ref at);
                b = Scale(bytes, ref at);
                c = Scale(bytes, ref at);
                d = Scale(bytes, ref at);
            }
            var from = points.Count;
            if (!Append(glyph, points, depth + 1, ref parts))
            {
                return false;
            }
            for (var i = from; i < points.Count; i++)
            {
                var p = points[i];
                points[i] = p with { X = a * p.X + c * p.Y + dx, Y = b * p.X + d * p.Y + dy };
            }
        }
        while ((flags & MoreParts) != 0);
        return true;
    }

    private static float Scale(FontBytes bytes, ref long at)
    {
        var value = bytes.I16(at) / 16384f;
        at += 2;
        return value;
    }
}
