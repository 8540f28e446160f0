using GbGateway.Labels.Media.Webp;

namespace GbGateway.Tests.Media;

public sealed class WebpQualityTests
{
    [Theory]
    [InlineData(65)]
    [InlineData(75)]
    [InlineData(80)]
    [InlineData(90)]
    [InlineData(95)]
    public void The_quality_a_picture_was_made_with_is_estimated_and_rather_too_high_than_too_low(int quality)
    {
        using var picture = TestPictures.Paint(400, 300);
        var file = picture.WebpsaveBuffer(q: quality, keep: NetVips.Enums.ForeignKeep.None);

        // Segments follow the content, so this is an estimate: too high costs bytes, too low would cost the picture.
        Assert.InRange(WebpHeader.Read(file)!.Quality, quality - 6, quality + 12);
    }
}
