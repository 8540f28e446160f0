namespace GbGateway.Labels.Explicit;

/// <summary>
/// Rasterises outlines with the exact area each pixel is covered: every edge adds its signed area to the cells it crosses, and a running
/// sum along each row gives the coverage.
/// </summary>
internal sealed class CoveragePlane(int width, int height)
{
    private readonly float[] _cells = new float[width * height + 2];

    /// <summary>Adds a glyph whose origin stands at (<paramref name="originX"/>, <paramref name="baseline"/>), y downwards.</summary>
    public void Add(GlyphOutline glyph, float scale, float originX, float baseline)
    {
        var points = glyph.Points;
        for (var first = 0; first < points.Length;)
        {
            var last = first;
            while (last < points.Length - 1 && !points[last].EndsContour)
            {
                last++;
            }
            AddContour(points.AsSpan(first, last - first + 1), scale, originX, baseline);
            first = last + 1;
        }
    }

    /// <summary>The coverage, 0 to 1, row by row.</summary>
    public float[] ToCoverage()
    {
        var coverage = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            var sum = 0f;
            for (var x = 0; x < width; x++)
            {
                sum += _cells[y * width + x];
                coverage[y * width + x] = Math.Min(Math.Abs(sum), 1f);
            }
        }
        return coverage;
    }

    private void AddContour(ReadOnlySpan<OutlinePoint> contour, float scale, float originX, float baseline)
    {
        if (contour.Length < 2)
        {
            return;
        }
        // Two off-curve points in a row have an on-curve point half-way; a contour may begin with either.
        var start = contour[0].OnCurve ? contour[0]
            : contour[^1].OnCurve ? contour[^1]
            : Middle(contour[0], contour[^1]);
        var pen = start;
        OutlinePoint? control = null;
        for (var i = contour[0].OnCurve ? 1 : 0; i <= contour.Length; i++)
        {
            var point = i < contour.Length ? contour[i] : start with { OnCurve = true };
            if (!point.OnCurve)
            {
                if (control is { } previous)
                {
                    var middle = Middle(previous, point);
                    Curve(pen, previous, middle);
                    pen = middle;
                }
                control = point;
                continue;
            }
            if (control is { } bend)
            {
                Curve(pen, bend, point);
            }
            else
            {
                Edge(pen.X, pen.Y, point.X, point.Y);
            }
            control = null;
            pen = point;
        }

        static OutlinePoint Middle(OutlinePoint a, OutlinePoint b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2, true, false);

        void Curve(OutlinePoint a, OutlinePoint b, OutlinePoint c)
        {
            // The chord error of n pieces is deviation / n^2; a tenth of a pixel can't be seen.
            var deviation = scale * (Math.Abs(a.X - 2 * b.X + c.X) + Math.Abs(a.Y - 2 * b.Y + c.Y)) / 4;
            var pieces = Math.Clamp((int)MathF.Sqrt(deviation * 10) + 1, 1, 32);
            var (x, y) = (a.X, a.Y);
            for (var i = 1; i <= pieces; i++)
            {
                var t = (float)i / pieces;
                var s = 1 - t;
                var nextX = s * s * a.X + 2 * s * t * b.X + t * t * c.X;
                var nextY = s * s * a.Y + 2 * s * t * b.Y + t * t * c.Y;
                Edge(x, y, nextX, nextY);
                (x, y) = (nextX, nextY);
            }
        }

        void Edge(float x0, float y0, float x1, float y1) =>
            AddEdge(originX + x0 * scale, baseline - y0 * scale, originX + x1 * scale, baseline - y1 * scale);
    }

    private void AddEdge(float x0, float y0, float x1, float y1)
    {
        if (y0 == y1 || float.IsNaN(x0 + y0 + x1 + y1))
        {
            return;
        }
        var direction = 1f;
        if (y0 > y1)
        {
            (x0, y0, x1, y1) = (x1, y1, x0, y0);
            direction = -1f;
        }
        var slope = (x1 - x0) / (y1 - y0);
        var x = y0 < 0 ? x0 - y0 * slope : x0;
        for (var row = Math.Max(0, (int)y0); row < Math.Min(height, MathF.Ceiling(y1)); row++)
        {
            var dy = Math.Min(row + 1, y1) - Math.Max(row, y0);
            var next = x + slope * dy;
            AddSpan(row * width, Math.Clamp(Math.Min(x, next), 0, width), Math.Clamp(Math.Max(x, next), 0, width), direction * dy);
            x = next;
        }
    }

    /// <summary>One edge within one row, from <paramref name="left"/> to <paramref name="right"/>, that turns <paramref name="area"/> of the row's height.</summary>
    private void AddSpan(int line, float left, float right, float area)
    {
        var first = (int)left;
        var last = (int)MathF.Ceiling(right);
        if (last <= first + 1)
        {
            var covered = area * (1 - ((left + right) / 2 - first));
            AddCell(line, first, covered);
            AddCell(line, first + 1, area - covered);
            return;
        }
        var perPixel = 1 / (right - left);
        var enter = first + 1 - left;
        var leave = right - (last - 1);
        var head = 0.5f * perPixel * enter * enter;
        AddCell(line, first, area * head);
        if (last == first + 2)
        {
            var tail = 0.5f * perPixel * leave * leave;
            AddCell(line, first + 1, area * (1 - head - tail));
            AddCell(line, first + 2, area * tail);
            return;
        }
        var second = perPixel * (enter + 0.5f);
        AddCell(line, first + 1, area * (second - head));
        for (var x = first + 2; x < last - 1; x++)
        {
            AddCell(line, x, area * perPixel);
        }
        var before = second + (last - first - 3) * perPixel;
        var end = 0.5f * perPixel * leave * leave;
        AddCell(line, last - 1, area * (1 - before - end));
        AddCell(line, last, area * end);
    }

    private void AddCell(int line, int x, float area)
    {
        if (x < width)
        {
            _cells[line + x] += area;
        }
    }
}
