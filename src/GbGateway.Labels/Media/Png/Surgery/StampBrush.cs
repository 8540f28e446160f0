using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using GbGateway.Labels.Explicit;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Lays rows of a stamp over rows of samples, in every colour type and depth but the palette's.</summary>
internal sealed unsafe class StampBrush
{
    private Stamp? _stamp;
    private PngLayout _layout;
    private bool _keyed;
    private readonly ushort[] _key = new ushort[3]; // the colour that tRNS makes transparent, as stored

    public void Load(Stamp stamp, PngLayout layout) => (_stamp, _layout, _keyed) = (stamp, layout, false);

    public void Unload() => _stamp = null;

    /// <summary>Takes a tRNS chunk's data. False if it is malformed.</summary>
    public bool TrySetTransparentColour(ReadOnlySpan<byte> data)
    {
        if (_layout.HasAlpha || data.Length != 2 * _layout.Channels)
        {
            return false;
        }
        for (var channel = 0; channel < _layout.Channels; channel++)
        {
            _key[channel] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * channel)..]);
        }
        _keyed = true;
        return true;
    }

    /// <summary>Paints <paramref name="count"/> pixels from column <paramref name="x"/> of a row of samples, from place <paramref name="at"/> of the stamp's planes.</summary>
    public void Paint(byte* row, int x, int at, int count)
    {
        var alpha = _stamp!.Alpha.Slice(at, count);
        var ink = _stamp.Ink.Slice(at, count);
        if (_layout.Depth < 8)
        {
            PaintPacked(row, x, alpha, ink);
        }
        else if (_keyed)
        {
            PaintKeyed(row + (long)x * _layout.Step, alpha, ink);
        }
        else if (_layout.Depth == 16)
        {
            PaintWords(row + (long)x * _layout.Step, alpha, ink);
        }
        else
        {
            PaintBytes(row + (long)x * _layout.Step, alpha, ink);
        }
    }

    private void PaintBytes(byte* pixel, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        var channels = _layout.Channels;
        var i = 0;
        fixed (byte* alphas = alpha, inks = ink)
        {
            for (; i + 16 <= alpha.Length; i += 16)
            {
                var a = Vector128.Load(alphas + i);
                if (a == Vector128<byte>.Zero)
                {
                    continue;
                }
                if (_layout.HasAlpha && !AreOpaque(pixel + i * channels, channels))
                {
                    PaintOver(pixel + i * channels, alpha.Slice(i, 16), ink.Slice(i, 16));
                    continue;
                }
                var b = Vector128.Load(inks + i);
                for (var part = 0; part < channels; part++)
                {
                    // Each channel takes its pixel's opacity; an opaque alpha channel stays so when its ink is the opacity itself.
                    var spread = SampleSpread.Pixels(channels, part);
                    var opacity = Vector128.Shuffle(a, spread);
                    var colour = Vector128.Shuffle(b, spread);
                    colour = _layout.HasAlpha ? Vector128.ConditionalSelect(SampleSpread.AlphaSamples(channels), opacity, colour) : colour;
                    var to = pixel + i * channels + part * 16;
                    Vector128.Store(Blend(Vector128.Load(to), opacity, colour), to);
                }
            }
        }
        PaintOver(pixel + i * channels, alpha[i..], ink[i..]);
    }

    private static bool AreOpaque(byte* pixels, int channels)
    {
        var all = Vector128<byte>.AllBitsSet;
        for (var part = 0; part < channels; part++)
        {
            all &= Vector128.Load(pixels + part * 16) | ~SampleSpread.AlphaSamples(channels);
        }
        return all == Vector128<byte>.AllBitsSet;
    }

    private static Vector128<byte> Blend(Vector128<byte> samples, Vector128<byte> alpha, Vector128<byte> ink)
    {
        var (low, high) = Vector128.Widen(samples);
        var (alphaLow, alphaHigh) = Vector128.Widen(alpha);
        var (inkLow, inkHigh) = Vector128.Widen(ink);
        return Vector128.Narrow(Blend(low, alphaLow, inkLow), Blend(high, alphaHigh, inkHigh));
    }

    private static Vector128<ushort> Blend(Vector128<ushort> sample, Vector128<ushort> alpha, Vector128<ushort> ink)
    {
        var product = sample * (Vector128.Create((ushort)255) - alpha) + Vector128.Create((ushort)128);
        product = (product + (product >>> 8)) >>> 8; // exact division by 255, rounded
        return Vector128.Min(product + ink, Vector128.Create((ushort)255));
    }

    private static int Blend(int sample, int alpha, int ink) => Math.Min(255, (sample * (255 - alpha) + 127) / 255 + ink);

    private static int BlendWord(int sample, int alpha, int ink) => (int)Math.Min(65535, (sample * (255L - alpha) + 127) / 255 + ink * 257);

    /// <summary>Straight alpha: colours are weighed by what shows of them, so the label stands out on a transparent corner too.</summary>
    private void PaintOver(byte* pixel, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        var channels = _layout.Channels;
        var colours = _layout.HasAlpha ? channels - 1 : channels;
        for (var i = 0; i < alpha.Length; i++, pixel += channels)
        {
            if (alpha[i] == 0)
            {
                continue;
            }
            var below = _layout.HasAlpha ? pixel[colours] : 255;
            var shown = below * (255 - alpha[i]);
            var total = alpha[i] * 255 + shown;
            for (var channel = 0; channel < colours; channel++)
            {
                pixel[channel] = below == 255
                    ? (byte)Blend(pixel[channel], alpha[i], ink[i])
                    : (byte)Math.Min(255, (ink[i] * 65025 + pixel[channel] * shown + total / 2) / total);
            }
            if (_layout.HasAlpha)
            {
                pixel[colours] = (byte)((total + 127) / 255);
            }
        }
    }

    private void PaintWords(byte* pixel, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        var channels = _layout.Channels;
        var colours = _layout.HasAlpha ? channels - 1 : channels;
        for (var i = 0; i < alpha.Length; i++, pixel += 2 * channels)
        {
            if (alpha[i] == 0)
            {
                continue;
            }
            long below = _layout.HasAlpha ? ReadWord(pixel, colours) : 65535;
            var shown = below * (255 - alpha[i]);
            var total = alpha[i] * 65535L + shown;
            for (var channel = 0; channel < colours; channel++)
            {
                var sample = ReadWord(pixel, channel);
                WriteWord(pixel, channel, below == 65535
                    ? BlendWord(sample, alpha[i], ink[i])
                    : (int)Math.Min(65535, (ink[i] * (257L * 255 * 65535) + sample * shown + total / 2) / total));
            }
            if (_layout.HasAlpha)
            {
                WriteWord(pixel, colours, (int)((total + 127) / 255));
            }
        }
    }

    /// <summary>
    /// One colour is transparent and there are no half-transparent ones: where the label is more than half opaque it becomes so wholly,
    /// and a colour that comes out as the transparent one moves by one level.
    /// </summary>
    private void PaintKeyed(byte* pixel, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        var (channels, wide) = (_layout.Channels, _layout.Depth == 16);
        for (var i = 0; i < alpha.Length; i++, pixel += _layout.Step)
        {
            var clear = IsKey(pixel, channels, wide);
            if (alpha[i] == 0 || (clear && alpha[i] < 128))
            {
                continue;
            }
            for (var channel = 0; channel < channels; channel++)
            {
                var (a, b) = clear ? (255, ink[i] * 255 / alpha[i]) : (alpha[i], ink[i]);
                if (wide)
                {
                    WriteWord(pixel, channel, BlendWord(ReadWord(pixel, channel), a, b));
                }
                else
                {
                    pixel[channel] = (byte)Blend(pixel[channel], a, b);
                }
            }
            if (IsKey(pixel, channels, wide))
            {
                pixel[_layout.Step - 1] ^= 1;
            }
        }
    }

    private bool IsKey(byte* pixel, int channels, bool wide)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            if ((wide ? ReadWord(pixel, channel) : pixel[channel]) != _key[channel])
            {
                return false;
            }
        }
        return true;
    }

    private void PaintPacked(byte* row, int x, ReadOnlySpan<byte> alpha, ReadOnlySpan<byte> ink)
    {
        var depth = _layout.Depth;
        var max = (1 << depth) - 1;
        for (var i = 0; i < alpha.Length; i++)
        {
            var bit = (long)(x + i) * depth;
            var shift = 8 - depth - (int)(bit & 7);
            var level = row[bit >> 3] >> shift & max;
            var clear = _keyed && level == _key[0];
            if (alpha[i] == 0 || (clear && alpha[i] < 128))
            {
                continue;
            }
            var (a, b) = clear ? (255, ink[i] * 255 / alpha[i]) : (alpha[i], ink[i]);
            var fresh = Math.Min(max, (level * (255 - a) + b * max + 127) / 255);
            fresh ^= _keyed && fresh == _key[0] ? 1 : 0;
            row[bit >> 3] = (byte)(row[bit >> 3] & ~(max << shift) | fresh << shift);
        }
    }

    private static int ReadWord(byte* pixel, int channel) => pixel[2 * channel] << 8 | pixel[2 * channel + 1];

    private static void WriteWord(byte* pixel, int channel, int value) =>
        (pixel[2 * channel], pixel[2 * channel + 1]) = ((byte)(value >> 8), (byte)value);
}
