using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

/// <summary>A sample of the attack suite; all of it is <c>watermark attacks</c> of the benchmarks.</summary>
public sealed class AttackSampleTests
{
    public static TheoryData<string> Names { get; } = [.. AttackList.Sample.Select(static attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_marked_scene_gives_its_content_id_back_after(string name)
    {
        var attack = AttackList.Sample.Single(attack => attack.Name == name);
        foreach (var picture in new[] { Scenes.Landscape(1024, 1024, 1), Scenes.Portrait(1024, 1024, 3) })
        {
            AssertSurvives(picture, attack);
        }
    }

    [SkippableFact]
    public void Photographs_and_AI_pictures_give_their_content_id_back_after_the_sample()
    {
        var folder = PictureSet.FixturesFolder();
        Skip.If(folder is null, "shared/fixtures with Kodak's photographs isn't on this machine");
        foreach (var file in new[] { "kodak/kodim05.png", "kodak/kodim23.png", "ai-open/k04_dreambooth_ktxl_test_image.png" })
        {
            var path = Path.Combine(folder!, "images", file);
            Skip.IfNot(File.Exists(path), $"{file} isn't among the fixtures");
            foreach (var attack in AttackList.Sample)
            {
                AssertSurvives(Picture.Load(path, 2048), attack);
            }
        }
    }

    private static void AssertSurvives(Picture picture, Attack attack)
    {
        const ulong ContentId = 0x1357_9BDF_0246;
        WatermarkEmbedder.Embed(picture.Buffer, Keys.Make(9), ContentId);

        var found = Keys.Detector(Keys.Make(9)).Detect(attack.On(picture, 5).View);

        Assert.True(found is not null, $"{picture.Name}: nothing found after {attack.Name}");
        Assert.Equal(ContentId, found.Payload.ContentId);
    }
}
