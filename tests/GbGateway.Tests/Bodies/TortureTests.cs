using System.Text;
using GbGateway.Content;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>What others made to break parsers: nothing crashes, and what is accepted without a slot in it passes byte for byte.</summary>
public sealed class TortureTests
{
    private const string Label = "\\n\\n" + ExplicitTextLabel.DefaultWording;

    [SkippableTheory]
    [InlineData("/v1/chat/completions"), InlineData("/v1/messages"), InlineData("/api/chat"), InlineData("/nobody/knows")]
    public void JSON_that_is_accepted_passes_byte_for_byte(string path)
    {
        var accepted = 0;
        foreach (var (name, body) in Files("json"))
        {
            if (body.Length is 0 or > 200_000 || Make(path, "application/json", body) is not { } make)
            {
                continue;
            }
            var whole = Cuts.Run(make, body, []);
            Assert.True(whole.Refusal is not null || whole.Output.AsSpan().SequenceEqual(body), name);
            Assert.Equal(whole.Output, Cuts.Run(make, body, Enumerable.Range(1, Math.Min(body.Length - 1, 3000))).Output);
            accepted += whole.Refusal is null ? 1 : 0;
        }
        Assert.True(accepted > 100, $"only {accepted} documents were accepted");
    }

    [SkippableFact]
    public void JSON_beside_a_text_passes_byte_for_byte_or_the_answer_is_refused()
    {
        foreach (var (name, body) in Files("json"))
        {
            if (body.Length > 20_000)
            {
                continue;
            }
            byte[] answer = [.. "{\"x\":"u8, .. body, .. ",\"choices\":[{\"message\":{\"content\":\"a\"}}]}"u8];
            var outcome = Cuts.Run(Make("/v1/chat/completions", "application/json", answer)!, answer, []);
            if (outcome.Refusal is null)
            {
                byte[] expected = [.. "{\"x\":"u8, .. body, .. Encoding.UTF8.GetBytes($",\"choices\":[{{\"message\":{{\"content\":\"a{Label}\"}}}}]}}")];
                Assert.True(outcome.Output.AsSpan().SequenceEqual(expected), name);
            }
            else
            {
                Assert.False(name.StartsWith("y_", StringComparison.Ordinal) && !name.Contains("duplicate", StringComparison.Ordinal), $"{name}: {outcome.Refusal}");
            }
        }
    }

    [SkippableFact]
    public void Event_streams_of_others_tests_pass_byte_for_byte()
    {
        var count = 0;
        foreach (var (name, body) in Files("sse"))
        {
            if (body.Length is 0 or > 200_000)
            {
                continue;
            }
            foreach (var path in (string[])["/nobody/knows", "/v1/chat/completions"])
            {
                var make = () => Choose(path, "text/event-stream", body)!;
                if (Choose(path, "text/event-stream", body) is not { Kind: BodyKind.Sse })
                {
                    continue;
                }
                var outcome = Cuts.Run(make, body, []);
                Assert.True(outcome.Refusal is not null || outcome.Output.AsSpan().SequenceEqual(body), name);
                Assert.Equal(outcome.Output, Cuts.Run(make, body, Enumerable.Range(1, Math.Min(body.Length - 1, 3000))).Output);
                count++;
            }
        }
        Assert.True(count > 10, $"only {count} streams were read");
    }

    [SkippableTheory]
    [InlineData("emoji-test.txt"), InlineData("emoji-zwj-sequences.txt"), InlineData("NormalizationTest.txt"), InlineData("GraphemeBreakTest.txt")]
    public void Texts_of_every_script_stay_as_they_are_cut_at_every_byte(string file)
    {
        Skip.If(Repository.Fixtures is null, Repository.NoFixtures);
        var lines = File.ReadAllLines(Path.Combine(Repository.Fixtures!, "torture", "unicode", file));
        var step = Math.Max(1, lines.Length / 150);
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i += step)
        {
            foreach (var part in lines[i].Split('#')[0].Split(' ', ';', '÷', '×'))
            {
                if (int.TryParse(part, System.Globalization.NumberStyles.HexNumber, null, out var point) && Rune.IsValid(point) && point > 0x7F)
                {
                    text.Append(new Rune(point));
                }
            }
        }
        Assert.True(text.Length > 20);
        var answer = Encoding.UTF8.GetBytes($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":\"stop\"}}]}}\n\n");
        var outcome = Cuts.AllAgree(Make("/v1/chat/completions", "text/event-stream", answer)!, answer);
        Assert.Equal($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}{Label}\"}},\"finish_reason\":\"stop\"}}]}}\n\n", Encoding.UTF8.GetString(outcome.Output));
    }

    [Theory]
    [InlineData("\\uD800"), InlineData("\\uDC00x"), InlineData("\\uD83D\\uDE00"), InlineData("a\\u0000b")]
    public void Lone_surrogates_and_NUL_pass_as_they_were_written(string text)
    {
        var answer = Encoding.UTF8.GetBytes($"{{\"choices\":[{{\"message\":{{\"content\":\"{text}\"}}}}]}}");
        Assert.Equal($"{{\"choices\":[{{\"message\":{{\"content\":\"{text}{Label}\"}}}}]}}",
            Encoding.UTF8.GetString(Cuts.AllAgree(Make("/v1/chat/completions", null, answer)!, answer).Output));
    }

    [Theory]
    [InlineData("/v1/chat/completions"), InlineData("/nobody/knows")]
    public void A_content_named_twice_is_refused_on_any_path(string path)
    {
        var answer = "{\"choices\":[{\"message\":{\"content\":\"a\",\"content\":\"b\"}}]}"u8.ToArray();
        Assert.Contains("repeats a member", Cuts.AllAgree(Make(path, null, answer)!, answer).Refusal);
    }

    private static IEnumerable<(string Name, byte[] Body)> Files(string folder)
    {
        Skip.If(Repository.Fixtures is null, Repository.NoFixtures);
        return Directory.EnumerateFiles(Path.Combine(Repository.Fixtures!, "torture", folder), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file)));
    }

    private static Func<BodyRewriter>? Make(string path, string? type, byte[] body) =>
        Choose(path, type, body) is null ? null : () => Choose(path, type, body)!;

    private static BodyRewriter? Choose(string path, string? type, byte[] body)
    {
        var policy = new ContentPolicy { TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End), AigcMember = false };
        var exchange = new Exchange(policy, AigcMetadata.ByProducer("TEST", "P1")) { Profile = ApiProfiles.ByPath(path) };
        return BodyRewriters.Choose(exchange, type, body.AsSpan(0, Math.Min(body.Length, BodyRewriters.HeadLength)), out _);
    }
}
