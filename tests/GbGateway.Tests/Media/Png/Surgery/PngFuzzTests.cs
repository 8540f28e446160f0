using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>The mutations of <see cref="PngHostileTests"/> for as long as wished: <c>GBGATEWAY_FUZZ_SECONDS=300 GBGATEWAY_FUZZ_SEED=1 dotnet test --filter PngFuzz</c>.</summary>
public sealed class PngFuzzTests
{
    [SkippableFact]
    public void Mutated_files_never_throw_for_as_long_as_asked()
    {
        var seconds = Environment.GetEnvironmentVariable("GBGATEWAY_FUZZ_SECONDS");
        Skip.If(seconds is null, "a long run: set GBGATEWAY_FUZZ_SECONDS");
        var seed = int.Parse(Environment.GetEnvironmentVariable("GBGATEWAY_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        var output = new ArrayBufferWriter<byte>();
        var (runs, labelled) = (0L, 0L);
        while (clock.Elapsed.TotalSeconds < int.Parse(seconds!, CultureInfo.InvariantCulture))
        {
            var random = new Random(seed++);
            var kinds = new[] { (2, 8), (6, 8), (0, 8), (4, 16), (0, 1), (0, 4), (2, 16), (4, 8), (3, 8), (3, 4) };
            var (colour, depth) = kinds[random.Next(kinds.Length)];
            var picture = PngPicture.Make(seed, random.Next(1, 120), random.Next(1, 120), depth, colour, (PngMotif)random.Next(3));
            Func<byte[], byte[]> deflate = random.Next(2) == 0
                ? PngMaker.Zlib(random.Next(10))
                : new PngDeflater(seed) { BlockSize = random.Next(1, 3000), Window = random.Next(2) == 0 ? 300 : 32768, Steepness = 1 + random.NextDouble() }.Deflate;
            var source = PngMaker.Make(picture, random.Next(6), deflate, _ => random.Next(3) == 0 ? random.Next(20) : 2000, Palettes.For(picture));
            for (var i = 0; i < 300; i++, runs++)
            {
                labelled += PngMutator.Label(i == 0 ? source : PngMutator.Mutate(source, random), random, output) ? 1 : 0;
            }
        }
        Assert.True(labelled > 0 && labelled < runs, $"{labelled} of {runs} labelled"); // neither all sound nor all spoilt
        Console.WriteLine($"{runs} files, {labelled} labelled, last seed {seed - 1}");
    }
}
