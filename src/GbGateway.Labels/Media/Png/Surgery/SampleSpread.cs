using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Png.Surgery;

/// <summary>Which of 16 pixels each of 16 samples belongs to, by channels a pixel and 16-sample part.</summary>
internal static class SampleSpread
{
    private static readonly Vector128<byte>[] PixelOfSample = MakePixels();
    private static readonly Vector128<byte>[] Alphas = MakeAlphas();

    /// <summary>Pixel numbers of the samples of one part, 0 to <paramref name="channels"/> - 1.</summary>
    public static Vector128<byte> Pixels(int channels, int part) => PixelOfSample[channels * 4 + part];

    /// <summary>All bits where a sample is the last of its pixel.</summary>
    public static Vector128<byte> AlphaSamples(int channels) => Alphas[channels];

    private static Vector128<byte>[] MakePixels()
    {
        var vectors = new Vector128<byte>[20];
        for (var channels = 1; channels <= 4; channels++)
        {
            for (var sample = 0; sample < 16 * channels; sample++)
            {
                ref var vector = ref vectors[channels * 4 + sample / 16];
                vector = vector.WithElement(sample % 16, (byte)(sample / channels));
            }
        }
        return vectors;
    }

    private static Vector128<byte>[] MakeAlphas()
    {
        var vectors = new Vector128<byte>[5];
        for (var channels = 1; channels <= 4; channels++)
        {
            for (var sample = 0; sample < 16; sample++)
            {
                vectors[channels] = vectors[channels].WithElement(sample, (byte)(sample % channels == channels - 1 ? 255 : 0));
            }
        }
        return vectors;
    }
}
