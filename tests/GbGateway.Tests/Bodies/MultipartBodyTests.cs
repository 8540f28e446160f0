using System.Text;
using GbGateway.Content;
using GbGateway.Demo;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>T31: each part of a multipart answer is labelled, stays by policy, or refuses the answer.</summary>
public sealed class MultipartBodyTests
{
    private const string Type = "multipart/form-data; charset=x; boundary=\"b 1\"";
    private static readonly byte[] Png = DemoPicture.Paint("png", 200, 120, 0.5);

    [Fact]
    public void Pictures_and_answers_among_parts_are_labelled_and_all_else_stays()
    {
        var body = Join(
            "--b 1\r\nContent-Disposition: form-data; name=\"seed\"\r\n\r\n17\r\n--b 1 \r\nContent-Type: image/png\r\nContent-Length: 9\r\nX-A: 1\r\n\r\n", Png,
            "\r\n--b 1\r\nContent-Type: application/json\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}\r\n--b 1\r\n\r\n\r\n--b 1--\r\n");
        var outcome = Cuts.AllAgree(() => Open(Type), body);
        Assert.Null(outcome.Refusal);
        var text = Encoding.Latin1.GetString(outcome.Output);
        Assert.StartsWith("--b 1\r\nContent-Disposition: form-data; name=\"seed\"\r\n\r\n17\r\n--b 1 \r\nContent-Type: image/png\r\nX-A: 1\r\n\r\n", text);
        Assert.EndsWith("\r\n--b 1\r\n\r\n\r\n--b 1--\r\n", text);
        Assert.Contains(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("{\"choices\":[{\"message\":{\"content\":\"hi\\n\\n" + ExplicitTextLabel.DefaultWording + "\"}}]}")), text);
        var start = text.IndexOf("\r\n\r\n\u0089PNG", StringComparison.Ordinal) + 4;
        var file = outcome.Output[start..(text.IndexOf("\r\n--b 1\r\nContent-Type: application/json", StringComparison.Ordinal))];
        var found = new List<FoundLabel>();
        MediaFormats.Detect(file)!.FindImplicitLabels(file, found);
        Assert.Single(found);
    }

    [Theory]
    [InlineData("--b\r\n\r\nhi", "does not end")]
    [InlineData("--b\r\n\r\nhi\r\n--b--\r\nmore", "something follows")]
    [InlineData("picture\r\n--b\r\n\r\nhi\r\n--b--", "where none may")]
    [InlineData("--b\r\n\r\nhi\n--b\r\n\r\nx\r\n--b--", "where none may")]
    [InlineData("--b\r\n\r\nhi\r\n--bx\r\n--b--", "end its line")]
    [InlineData("--b\r\nX\r\n\r\nhi\r\n--b--", "malformed header")]
    [InlineData("--b\r\n A: b\r\n\r\nhi\r\n--b--", "malformed header")]
    [InlineData("--b\r\nA: b\r\n--b--", "head")]
    [InlineData("--b--", "no parts")]
    [InlineData("--b\r\nContent-Type: a/b\r\ncontent-type: image/png\r\n\r\nhi\r\n--b--", "twice")]
    [InlineData("--b\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n--b--", "encoded")]
    [InlineData("--b\r\nContent-Encoding: gzip\r\n\r\nhi\r\n--b--", "encoded")]
    [InlineData("--b\r\nContent-Range: bytes 0-1/9\r\n\r\nhi\r\n--b--", "part of something else")]
    [InlineData("--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n--b--", "parts of its own")]
    [InlineData("--b\r\nContent-Type: video/mp4\r\n\r\nhi\r\n--b--", "SoundAndVideo")]
    [InlineData("--b\r\nContent-Type: image/png\r\n\r\nhi\r\n--b--", "no format")]
    public void What_could_hide_something_refuses_the_answer(string body, string why)
    {
        var outcome = Cuts.AllAgree(() => Open("multipart/mixed; boundary=b"), Encoding.UTF8.GetBytes(body));
        Assert.Empty(outcome.Output);
        Assert.Contains(why, outcome.Refusal);
    }

    [Theory]
    [InlineData("multipart/mixed"), InlineData("multipart/mixed; boundary="), InlineData("multipart/mixed; boundary=a; boundary=b"), InlineData("multipart/mixed; boundary=\"a")]
    [InlineData("multipart/x-mixed-replace; boundary=a"), InlineData("multipart/byteranges; boundary=a"), InlineData("multipart/mixed; boundary"), InlineData("multipart/")]
    public void Without_one_boundary_or_of_another_kind_it_is_refused(string type)
    {
        Assert.Null(BodyRewriters.Choose(NewExchange(1 << 20), type, "--a"u8, out var refusal));
        Assert.NotNull(refusal);
    }

    [Fact]
    public void A_multipart_answer_over_the_cap_is_refused()
    {
        var outcome = Cuts.AllAgree(() => Open("multipart/mixed; boundary=b", 100), Encoding.ASCII.GetBytes("--b\r\n\r\n" + new string('x', 200) + "\r\n--b--"));
        Assert.Contains("MaxBodyBytes", outcome.Refusal);
    }

    [Fact]
    public void Hostile_bytes_never_pass_unlabelled_and_never_throw()
    {
        var random = new Random(20261127);
        var body = Join("--b\r\nContent-Type: image/png\r\n\r\n", Png, "\r\n--b\r\n\r\nfield\r\n--b--");
        for (var i = 0; i < 2000; i++)
        {
            var hostile = (byte[])body.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                hostile[random.Next(i % 2 == 0 ? 60 : hostile.Length)] = (byte)random.Next(256);
            }
            var outcome = Cuts.Run(() => Open("multipart/mixed; boundary=b"), hostile, []);
            Assert.True(outcome.Refusal is not null || !Encoding.Latin1.GetString(outcome.Output).Contains(Encoding.Latin1.GetString(Png), StringComparison.Ordinal));
        }
    }

    private static BodyRewriter Open(string type, int most = 1 << 20) =>
        BodyRewriters.Choose(NewExchange(most), type, "--"u8, out _) ?? throw new InvalidOperationException("not opened");

    private static Exchange NewExchange(int most) => new(
        new ContentPolicy
        {
            TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End),
            AigcMember = false,
            Limits = BodyLimits.Default with { MaxBodyBytes = most },
        }, AigcMetadata.ByProducer("TEST", "P1"));

    private static byte[] Join(string head, byte[] file, string tail) => [.. Encoding.UTF8.GetBytes(head), .. file, .. Encoding.UTF8.GetBytes(tail)];
}
