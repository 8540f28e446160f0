using GbGateway.Labels;
using NetVips;

namespace GbGateway.Tests.Media.Gif;

/// <summary>Blocks as only fuzzing puts them together.</summary>
public sealed class GifContainerTests
{
    [Fact]
    public void A_first_frame_as_tall_as_the_screen_times_all_frames_is_no_animation_of_that_screen()
    {
        // The decoder gives up at the frames behind it, which say they are coded with 13 bits: it shows one picture of 60 rows, not three of 20.
        using var tall = TestPictures.Paint(24, 60);
        var first = tall.GifsaveBuffer(keep: Enums.ForeignKeep.None);
        byte[] next = [0x2C, 0, 0, 0, 0, 24, 0, 20, 0, 0, 13, 1, 0, 0];
        byte[] file = [.. first.AsSpan(0, 8), 20, 0, .. first.AsSpan(10, first.Length - 11), .. next, .. next, 0x3B];
        using (var shown = Image.NewFromBuffer(file, kwargs: new VOption { { "n", -1 } }))
        {
            Assert.Equal((60, 60), (shown.Height, shown.PageHeight));
        }

        var (receipt, _) = Orders.Label(file, Orders.Both);

        Assert.Equal(LabelOutcome.Malformed, receipt.Outcome);
    }
}
