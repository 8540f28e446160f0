using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

public sealed class WatermarkWordTests
{
    private const ulong ContentId = 0xABCD_EF01_2345;

    [Fact]
    public void A_word_opens_with_its_key_and_says_what_was_sealed()
    {
        var key = Keys.Make(1, id: 15);

        Assert.True(WatermarkWord.TryOpen(key, WatermarkWord.Seal(key, ContentId, 176), out var payload));
        Assert.Equal(new WatermarkPayload(ContentId, 15, 176), payload);
    }

    [Fact]
    public void A_word_with_any_one_bit_changed_does_not_open()
    {
        var key = Keys.Make(1);
        var word = WatermarkWord.Seal(key, ContentId, 128);

        for (var bit = 0; bit < WatermarkWord.Bits; bit++)
        {
            Assert.False(WatermarkWord.TryOpen(key, word ^ (UInt128.One << bit), out _), $"bit {bit}");
        }
    }

    [Fact]
    public void A_word_does_not_open_with_another_secret_or_another_number()
    {
        var word = WatermarkWord.Seal(Keys.Make(1), ContentId, 128);

        Assert.False(WatermarkWord.TryOpen(Keys.Make(2), word, out _));
        Assert.False(WatermarkWord.TryOpen(Keys.Make(1, id: 4), word, out _));
    }

    [Fact]
    public void The_content_id_of_a_ProduceID_has_48_bits_and_is_its_own()
    {
        var ids = Enumerable.Range(0, 1000).Select(static i => WatermarkPayload.ContentIdOf($"20251101-{i}")).ToHashSet();

        Assert.Equal(1000, ids.Count);
        Assert.All(ids, static id => Assert.InRange(id, 0UL, WatermarkPayload.MaxContentId));
    }
}
