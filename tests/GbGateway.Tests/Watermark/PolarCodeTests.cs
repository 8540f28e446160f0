using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

public sealed class PolarCodeTests
{
    [Fact]
    public void A_word_without_noise_comes_back_first()
    {
        var (random, decoder, words) = (new Random(1), new PolarListDecoder(), new UInt128[PolarListDecoder.ListLength]);
        for (var round = 0; round < 50; round++)
        {
            var word = Word(random);

            Assert.Equal(PolarListDecoder.ListLength, decoder.Decode(Ratios(word, 4, 0, random), words));
            Assert.Equal(word, words[0]);
        }
    }

    [Fact]
    public void A_word_comes_back_through_the_noise_the_design_counts_on()
    {
        // Total energy 240: each of the 512 bits is heard at 0.68 of the noise's deviation, one in four wrong.
        var (random, decoder, words) = (new Random(2), new PolarListDecoder(), new UInt128[PolarListDecoder.ListLength]);
        var right = 0;
        for (var round = 0; round < 100; round++)
        {
            var word = Word(random);
            var count = decoder.Decode(Ratios(word, MathF.Sqrt(240f / PolarCode.Length), 1, random), words);
            right += words.AsSpan(0, count).Contains(word) ? 1 : 0;
        }
        Assert.InRange(right, 97, 100);
    }

    [Fact]
    public void Pure_noise_and_numbers_that_are_none_decode_to_something_without_harm()
    {
        var (random, decoder, words) = (new Random(3), new PolarListDecoder(), new UInt128[PolarListDecoder.ListLength]);

        Assert.Equal(PolarListDecoder.ListLength, decoder.Decode(Ratios(0, 0, 1, random), words));
        Assert.Equal(PolarListDecoder.ListLength, decoder.Decode(new float[PolarCode.Length], words));
        Assert.InRange(decoder.Decode(Enumerable.Repeat(float.NaN, PolarCode.Length).ToArray(), words), 0, PolarListDecoder.ListLength);
    }

    [Fact]
    public void Eighty_positions_are_open_and_the_first_is_not()
    {
        Assert.Equal(WatermarkWord.Bits, PolarCode.IsOpen.Count(static open => open));
        Assert.False(PolarCode.IsOpen[0]);
        Assert.True(PolarCode.IsOpen[^1]);
    }

    private static UInt128 Word(Random random) => ((UInt128)(ulong)random.NextInt64() << 17) ^ (ulong)random.NextInt64(1L << 40);

    private static float[] Ratios(UInt128 word, float amplitude, float noise, Random random)
    {
        var coded = new byte[PolarCode.Length];
        PolarCode.Encode(word, coded);
        return [.. coded.Select(bit => 2 * amplitude * ((1 - 2 * bit) * amplitude + noise * Normal(random)))];
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
