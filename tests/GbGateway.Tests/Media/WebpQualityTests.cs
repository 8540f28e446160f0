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
    public void The_quality_a_picture_was_made_with_is_found_within_a_few_steps(int quality)
    {
        using var picture = TestPictures.Paint(400, 300);
        var file = picture.WebpsaveBuffer(q: quality, keep: NetVips.Enums.ForeignKeep.None);

        Assert.InRange(WebpHeader.Read(file)!.Quality, quality - 6, quality + 6);
    }
}
