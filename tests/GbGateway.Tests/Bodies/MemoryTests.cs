using System.Diagnostics;
using System.Reflection;
using System.Text;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Tests.Media;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>Memory is bounded by configuration, whatever the upstream sends, and a steady stream of pictures allocates no large object.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    /// <summary>From this size on an array is a large object; all that is allocated together being less, none is.</summary>
    private const long LargeObject = 85_000;

    private const int Huge = 200_000_000;

    /// <summary>
    /// The label's 470 rows of 24 KB are 12 MB: as text and bytes as they came, inflated, labelled, and on their way out in base64, and the smaller arrays
    /// that each grew out of, which a first run leaves in the pools: 120 MB where nothing ran before.
    /// </summary>
    private const long MostLive = 140_000_000;

    [SkippableTheory]
    [InlineData("rgb.png")]
    [InlineData("444.jpg")]
    public void A_picture_of_two_megabytes_in_JSON_allocates_no_large_object_in_steady_state(string kind)
    {
        Skip.If(
            typeof(JsonBody).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
            "asserted on optimised code only: unoptimised, a buffer of 2 MB is rented anew each time");
        var picture = kind == "rgb.png" ? TestPictures.Make(kind, 1024, 1024) : TestPictures.Make(kind, 3072, 2560);
        Assert.InRange(picture.Length, 1_400_000, 4_000_000);
        var document = Encoding.ASCII.GetBytes($$"""{"data":[{"b64_json":"{{Convert.ToBase64String(picture)}}"}]}""");
        AssertSteady(() => JsonPictures.Body(JsonPictures.Images), document, LargeObject);
        AssertSteady(() => new MediaBody(JsonPictures.Exchange(JsonPictures.Images), MediaFormats.Detect(picture)!), picture, LargeObject);
    }

    [Theory]
    [InlineData("document", "{\"data\":[{\"b64_json\":\"", "\"}]}")]
    [InlineData("sse", "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"", "\"}\n\n")]
    [InlineData("lines", "{\"type\":\"image_generation.completed\",\"b64_json\":\"", "\"}\n")]
    public void A_document_an_event_and_a_line_of_200_MB_with_one_picture_are_forwarded_in_the_memory_of_the_label_s_rows(string framing, string head, string end)
    {
        var policy = JsonPictures.Policy with { MediaLimits = MediaLimits.Default with { MaxBytes = Huge }, Limits = BodyLimits.Default with { MaxEventBytes = 32 << 20 } };
        var pieces = new[] { Encoding.ASCII.GetBytes(head) }.Concat(LargePng.ToBase64(LargePng.Make(8192, 6144))).Append(Encoding.ASCII.GetBytes(end));
        var live = new LiveMemory();
        using var body = framing == "document" ? JsonPictures.Body(JsonPictures.Images, policy) : StreamPictureTests.Body(JsonPictures.Images, framing, policy);
        var (status, _, read, written) = Run(body, live.Watch(pieces));

        Assert.Equal(RewriteStatus.Done, status);
        Assert.InRange(read, Huge, Huge + 5_000_000);
        Assert.InRange(written, read - read / 100, read + read / 100);
        Assert.InRange(live.Most, 0, MostLive);
    }

    [Fact]
    public void A_raw_picture_of_150_MB_is_forwarded_in_the_memory_of_the_label_s_rows()
    {
        var policy = JsonPictures.Policy with { MediaLimits = MediaLimits.Default with { MaxBytes = Huge } };
        using var body = new MediaBody(JsonPictures.Exchange(JsonPictures.Images, policy), MediaFormats.Detect(TestPictures.Make("rgb.png", 32, 32))!);
        var live = new LiveMemory();
        var (status, _, read, _) = Run(body, live.Watch(LargePng.Make(8192, 6144)));

        Assert.Equal(RewriteStatus.Done, status);
        Assert.InRange(read, 150_000_000, Huge);
        Assert.InRange(live.Most, 0, MostLive);
    }

    [Theory]
    [InlineData("{\"data\":[{\"b64_json\":\"", "MaxBodyBytes")]
    [InlineData("{\"data\":[{\"url\":\"data:image/png;base64,", "MaxBodyBytes")]
    [InlineData("[\"", "MaxBodyBytes")]
    public void A_JSON_body_of_200_MB_that_can_t_be_labelled_while_it_arrives_is_refused_cleanly_at_the_cap(string head, string key)
    {
        using var body = JsonPictures.Body(JsonPictures.Images);
        var (status, allocated, read, written) = Run(body, Endless(head));

        Assert.Equal(RewriteStatus.Refused, status);
        Assert.Contains(key, body.Refusal!.Reason!);
        Assert.True(body.HoldsHead);
        Assert.Equal(0, written);
        Assert.InRange(read, 0, BodyLimits.Default.MaxBodyBytes + 100_000);
        Assert.InRange(allocated, 0, 3L * BodyLimits.Default.MaxBodyBytes);
    }

    [Theory]
    [InlineData("data: {\"type\":\"image_generation.completed\",\"b64_json\":\"")]
    [InlineData("data: ")]
    [InlineData(": ")]
    public void A_stream_of_one_line_of_200_MB_ends_at_the_cap_of_an_event(string head)
    {
        using var body = new SseBody(JsonPictures.Exchange(JsonPictures.Images));
        var (status, allocated, read, _) = Run(body, Endless(head));

        Assert.Equal(RewriteStatus.Refused, status);
        Assert.Contains("MaxEventBytes", body.Refusal!.Reason!);
        Assert.InRange(read, 0, BodyLimits.Default.MaxEventBytes + 100_000);
        Assert.InRange(allocated, 0, 4L * BodyLimits.Default.MaxEventBytes);
    }

    private static IEnumerable<byte[]> Endless(string head)
    {
        yield return Encoding.ASCII.GetBytes(head);
        var piece = Enumerable.Repeat((byte)'A', 50_000).ToArray();
        for (var i = 0; i < Huge / piece.Length; i++)
        {
            yield return piece;
        }
    }

    private static void AssertSteady(Func<BodyRewriter> make, byte[] input, long most)
    {
        var pieces = input.Chunk(64 << 10).ToArray();
        var least = long.MaxValue;
        for (var round = 0; round < 50 && least >= most; round++)
        {
            using var body = make();
            var (status, allocated, _, written) = Run(body, pieces);
            Assert.Equal(RewriteStatus.Done, status);
            // A label's rows may be coded a little shorter than they were.
            Assert.InRange(written, input.Length - input.Length / 100, input.Length + input.Length / 50 + 4096);
            least = Math.Min(least, allocated);
        }
        Assert.InRange(least, 0, most - 1);
    }

    /// <summary>Live bytes beyond those at the start, pools included, by a collection every few megabytes of input.</summary>
    private sealed class LiveMemory
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

        public long Most { get; private set; }

        public IEnumerable<byte[]> Watch(IEnumerable<byte[]> pieces)
        {
            var (read, next) = (0L, 0L);
            foreach (var piece in pieces)
            {
                yield return piece;
                read += piece.Length;
                if (read >= next)
                {
                    Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true) - _before);
                    next = read + (read < 32_000_000 ? 2_000_000 : 16_000_000);
                }
            }
        }
    }

    /// <summary>Runs a body over pieces, its output taken away after each; counts what it allocated on the way.</summary>
    private static (RewriteStatus Status, long Allocated, long Read, long Written) Run(BodyRewriter body, IEnumerable<byte[]> pieces)
    {
        using var output = new PooledBuffer();
        var (allocated, read, written) = (0L, 0L, 0L);
        var status = RewriteStatus.Done;
        foreach (var piece in pieces)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            status = body.Write(piece, output, out _);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            read += piece.Length;
            written += output.Length;
            output.Drop(output.Length);
            if (status != RewriteStatus.Done)
            {
                return (status, allocated, read, written);
            }
        }
        var last = GC.GetAllocatedBytesForCurrentThread();
        status = body.Complete(output);
        allocated += GC.GetAllocatedBytesForCurrentThread() - last;
        written += output.Length;
        return (status, allocated, read, written);
    }
}
