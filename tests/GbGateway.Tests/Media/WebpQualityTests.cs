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
    public void The_quality_a_picture_was_made_with_is_estimated_within_two_steps(int quality)
    {
        using var picture = TestPictures.Paint(400, 300);
        foreach (var effort in new[] { 0, 4, 6 })
        {
            var file = picture.WebpsaveBuffer(q: quality, effort: effort, keep: NetVips.Enums.ForeignKeep.None);

            Assert.InRange(WebpHeader.Read(file)!.Quality, quality - 2, quality + 2);
        }
    }
}
