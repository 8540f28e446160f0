using System.Diagnostics;
using System.Security.Cryptography;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

/// <summary>A mark must not depend on the machine: the same bytes with and without vector instructions.</summary>
public sealed class VectorFreeTests
{
    private const string ExpectedVariable = "GBGATEWAY_EXPECTED_MARK";

    /// <summary>
    /// Run by <see cref="Without_vector_instructions_every_byte_is_the_same"/> a second time, in a process that has none.
    /// </summary>
    [Fact]
    public void Marking_again_gives_the_same_bytes_and_the_mark_is_read()
    {
        var expected = Environment.GetEnvironmentVariable(ExpectedVariable) ?? Digest();

        Assert.Equal(expected, Digest());
    }

    [Fact]
    public async Task Without_vector_instructions_every_byte_is_the_same()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("vstest");
        start.ArgumentList.Add(typeof(VectorFreeTests).Assembly.Location);
        start.ArgumentList.Add($"--TestCaseFilter:FullyQualifiedName~{nameof(Marking_again_gives_the_same_bytes_and_the_mark_is_read)}");
        start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
        start.Environment[ExpectedVariable] = Digest();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Matches(@"Passed:\s+1\b", output);
    }

    /// <summary>Digest of every layout's marked bytes, of sizes that leave tails, and of what the detector reads.</summary>
    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var key = Keys.Make(1);
        foreach (var layout in Enum.GetValues<PixelLayout>())
        {
            const int Width = 227, Height = 211;
            var picture = new byte[Width * Height * (int)layout];
            new Random(7).NextBytes(picture);
            for (var i = 0; i < picture.Length; i++)
            {
                picture[i] = (byte)(picture[i] / 4 + 90 + i / 7 % 60);
            }
            WatermarkEmbedder.Embed(new PixelBuffer(picture, Width, Height, Width * (int)layout, layout), key, 42);
            hash.AppendData(picture);
        }
        var scene = Scenes.Landscape(320, 300, 1);
        WatermarkEmbedder.Embed(scene.Buffer, key, 42);
        hash.AppendData(scene.Rgb);
        Assert.Equal(42UL, Keys.Detector(key).Detect(scene.View)?.Payload.ContentId);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
