using GbGateway.Labels.Media;

namespace GbGateway.Tests.Media;

public sealed class HuffmanLengthsTests
{
    [Fact]
    public void Any_weights_make_a_whole_code_within_the_limit()
    {
        var random = new Random(3);
        Span<byte> lengths = new byte[288];
        for (var round = 0; round < 2000; round++)
        {
            var weights = new int[random.Next(2, 289)];
            var steep = random.Next(1, 30);
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = random.Next(3) == 0 ? 0 : 1 + random.Next(1 << random.Next(steep));
            }
            (weights[0], weights[^1]) = (1, 1);
            var longest = random.Next(weights.Length > 255 ? 9 : 8, 17);

            HuffmanLengths.Write(weights, longest, lengths);

            var room = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                Assert.Equal(weights[i] == 0, lengths[i] == 0);
                Assert.InRange(lengths[i], 0, longest);
                room += lengths[i] == 0 ? 0 : 1 << (16 - lengths[i]);
            }
            Assert.Equal(1 << 16, room);
        }
    }

    [Fact]
    public void Heavier_symbols_never_have_longer_codes()
    {
        Span<byte> lengths = new byte[6];

        HuffmanLengths.Write([45, 13, 12, 16, 9, 5], 15, lengths);

        Assert.Equal([1, 3, 3, 3, 4, 4], lengths.ToArray());
    }
}
