namespace GbGateway.Labels.Explicit;

/// <summary>
/// Draws a glyph's program (Adobe's technical note 5177, Type 2). Hints are counted, because masks are as long as they are many, and
/// else left out. Cubic curves become quadratic ones, four each: farther than 1/4000 of an em from the curve they never are in a letter.
/// </summary>
internal sealed class CffCharstring(CffIndex global, CffIndex local, List<OutlinePoint> points, int maxPoints)
{
    private const int MaxDepth = 10;
    private const int MaxSteps = 65536;
    private const int QuadraticsPerCubic = 4;

    // Operators, by their names in the note; those of two bytes begin with 12.
    private const int Hstem = 1, Vstem = 3, Vmoveto = 4, Rlineto = 5, Hlineto = 6, Vlineto = 7, Rrcurveto = 8, Callsubr = 10, Return = 11, Escape = 12, Endchar = 14,
        Hstemhm = 18, Hintmask = 19, Cntrmask = 20, Rmoveto = 21, Hmoveto = 22, Vstemhm = 23, Rcurveline = 24, Rlinecurve = 25, Vvcurveto = 26, Hhcurveto = 27,
        Shortint = 28, Callgsubr = 29, Vhcurveto = 30, Hvcurveto = 31, Hflex = 34, Flex = 35, Hflex1 = 36, Flex1 = 37;

    private readonly float[] _stack = new float[48];
    private int _count;
    private int _stems;
    private int _steps;
    private float _x;
    private float _y;
    private bool _ended;

    /// <summary>Runs the program; false if it makes no sense.</summary>
    public bool TryDraw(FontBytes program)
    {
        var drawn = Run(program, 0);
        Close();
        return drawn;
    }

    private bool Run(FontBytes code, int depth)
    {
        for (long at = 0; at < code.Length && !_ended;)
        {
            if (++_steps > MaxSteps || points.Count > maxPoints)
            {
                return false;
            }
            int value = code.Byte(at++);
            if (value >= 32 || value == Shortint)
            {
                if (_count == _stack.Length)
                {
                    return false;
                }
                _stack[_count++] = Number(value, code, ref at);
                continue;
            }
            switch (value)
            {
                case Callsubr or Callgsubr:
                    var routines = value == Callsubr ? local : global;
                    if (_count == 0 || depth == MaxDepth || !Run(routines[(int)_stack[--_count] + routines.Bias], depth + 1))
                    {
                        return false;
                    }
                    continue;
                case Return:
                    return true;
                case Hstem or Vstem or Hstemhm or Vstemhm:
                    _stems += _count / 2;
                    break;
                case Hintmask or Cntrmask:
                    _stems += _count / 2;
                    at += (_stems + 7) / 8;
                    break;
                case Endchar:
                    _ended = true;
                    return _count < 4; // four more build an accented letter of two others: no font of this century does
                case Escape:
                    if (!Bend(code.Byte(at++)))
                    {
                        return false;
                    }
                    break;
                default:
                    if (!Draw(value))
                    {
                        return false;
                    }
                    break;
            }
            _count = 0;
        }
        return true;
    }

    private static float Number(int value, FontBytes code, ref long at)
    {
        switch (value)
        {
            case Shortint:
                at += 2;
                return code.I16(at - 2);
            case <= 246:
                return value - 139;
            case <= 250:
                return (value - 247) * 256 + code.Byte(at++) + 108;
            case <= 254:
                return -(value - 251) * 256 - code.Byte(at++) - 108;
            default:
                at += 4;
                return (int)code.U32(at - 4) / 65536f;
        }
    }

    private bool Draw(int operation)
    {
        var a = _stack.AsSpan(0, _count);
        switch (operation)
        {
            case Rmoveto when a.Length >= 2:
                Move(a[^2], a[^1]);
                return true;
            case Hmoveto when a.Length >= 1:
                Move(a[^1], 0);
                return true;
            case Vmoveto when a.Length >= 1:
                Move(0, a[^1]);
                return true;
            case Rlineto:
                Lines(a);
                return true;
            case Hlineto or Vlineto:
                for (var i = 0; i < a.Length; i++)
                {
                    Line((i % 2 == 0) == (operation == Hlineto) ? (a[i], 0) : (0, a[i]));
                }
                return true;
            case Rrcurveto:
                Curves(a);
                return true;
            case Rcurveline when a.Length >= 2:
                Curves(a[..^2]);
                Lines(a[^2..]);
                return true;
            case Rlinecurve when a.Length >= 6:
                Lines(a[..^6]);
                Curves(a[^6..]);
                return true;
            case Vvcurveto or Hhcurveto:
                var bend = a.Length % 4 == 1 ? a[0] : 0;
                for (a = a[(a.Length % 4)..]; a.Length >= 4; a = a[4..], bend = 0)
                {
                    Curve(operation == Hhcurveto ? (a[0], bend) : (bend, a[0]), (a[1], a[2]), operation == Hhcurveto ? (a[3], 0) : (0, a[3]));
                }
                return true;
            case Vhcurveto or Hvcurveto:
                for (var flat = operation == Hvcurveto; a.Length >= 4; a = a[4..], flat = !flat)
                {
                    var last = a.Length == 5 ? a[4] : 0;
                    Curve(flat ? (a[0], 0) : (0, a[0]), (a[1], a[2]), flat ? (last, a[3]) : (a[3], last));
                }
                return true;
            default:
                return false;
        }
    }

    // The operators of flat curves, two each.
    private bool Bend(int operation)
    {
        var a = _stack.AsSpan(0, _count);
        switch (operation)
        {
            case Hflex when a.Length >= 7:
                Curve((a[0], 0), (a[1], a[2]), (a[3], 0));
                Curve((a[4], 0), (a[5], -a[2]), (a[6], 0));
                return true;
            case Flex when a.Length >= 12:
                Curves(a[..12]);
                return true;
            case Hflex1 when a.Length >= 9:
                Curve((a[0], a[1]), (a[2], a[3]), (a[4], 0));
                Curve((a[5], 0), (a[6], a[7]), (a[8], -(a[1] + a[3] + a[7])));
                return true;
            case Flex1 when a.Length >= 11:
                var (dx, dy) = (a[0] + a[2] + a[4] + a[6] + a[8], a[1] + a[3] + a[5] + a[7] + a[9]);
                Curves(a[..6]);
                Curve((a[6], a[7]), (a[8], a[9]), Math.Abs(dx) > Math.Abs(dy) ? (a[10], -dy) : (-dx, a[10]));
                return true;
            default:
                return false; // arithmetic: no font that draws letters computes
        }
    }

    private void Lines(ReadOnlySpan<float> a)
    {
        for (; a.Length >= 2; a = a[2..])
        {
            Line((a[0], a[1]));
        }
    }

    private void Curves(ReadOnlySpan<float> a)
    {
        for (; a.Length >= 6; a = a[6..])
        {
            Curve((a[0], a[1]), (a[2], a[3]), (a[4], a[5]));
        }
    }

    private void Move(float dx, float dy)
    {
        Close();
        Line((dx, dy));
    }

    private void Line((float X, float Y) step)
    {
        (_x, _y) = (_x + step.X, _y + step.Y);
        points.Add(new OutlinePoint(_x, _y, OnCurve: true, EndsContour: false));
    }

    private void Close()
    {
        if (points.Count > 0)
        {
            points[^1] = points[^1] with { EndsContour = true };
        }
    }

    // Each part's quadratic has the tangents of the cubic at its ends, as nearly as one can.
    private void Curve((float X, float Y) one, (float X, float Y) two, (float X, float Y) three)
    {
        var (x0, y0) = (_x, _y);
        var (x1, y1) = (x0 + one.X, y0 + one.Y);
        var (x2, y2) = (x1 + two.X, y1 + two.Y);
        (_x, _y) = (x2 + three.X, y2 + three.Y);
        const float Step = 1f / QuadraticsPerCubic;
        for (var i = 0; i < QuadraticsPerCubic; i++)
        {
            var (t, u) = (i * Step, (i + 1) * Step);
            // The blossom of the cubic at (t,t,u) and (t,u,u) are the part's own control points.
            var (ax, bx) = (Blossom(x0, x1, x2, _x, t, t, u), Blossom(x0, x1, x2, _x, t, u, u));
            var (ay, by) = (Blossom(y0, y1, y2, _y, t, t, u), Blossom(y0, y1, y2, _y, t, u, u));
            var (sx, ex) = (Blossom(x0, x1, x2, _x, t, t, t), Blossom(x0, x1, x2, _x, u, u, u));
            var (sy, ey) = (Blossom(y0, y1, y2, _y, t, t, t), Blossom(y0, y1, y2, _y, u, u, u));
            points.Add(new OutlinePoint((3 * (ax + bx) - sx - ex) / 4, (3 * (ay + by) - sy - ey) / 4, OnCurve: false, EndsContour: false));
            points.Add(new OutlinePoint(ex, ey, OnCurve: true, EndsContour: false));
        }
    }

    private static float Blossom(float p0, float p1, float p2, float p3, float t, float u, float v)
    {
        var (a, b, c) = (Mix(p0, p1, t), Mix(p1, p2, t), Mix(p2, p3, t));
        return Mix(Mix(a, b, u), Mix(b, c, u), v);
    }

    private static float Mix(float from, float to, float t) => from + (to - from) * t;
}
