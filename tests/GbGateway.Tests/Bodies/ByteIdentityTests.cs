using System.Text;
using GbGateway.Content;
using GbGateway.Content.Links;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

public sealed class ByteIdentityTests
{
    [SkippableTheory]
    [InlineData("openai-chat"), InlineData("azure-openai"), InlineData("deepseek"), InlineData("dashscope-compat"), InlineData("groq"), InlineData("vllm")]
    [InlineData("ollama"), InlineData("openai-completions"), InlineData("together"), InlineData("mistral"), InlineData("zhipu"), InlineData("llamacpp")]
    public void Taking_the_labels_out_of_a_recorded_answer_gives_the_recorded_bytes(string family)
    {
        Skip.If(Repository.Fixtures is null, Repository.NoFixtures);
        var label = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End);
        var policy = new ContentPolicy { TextLabel = label, AigcMember = false, MediaLinks = MediaLinkPolicy.Pass, SoundAndVideo = Foreign.Pass };
        foreach (var folder in Directory.GetDirectories(Path.Combine(Repository.Fixtures!, "api", family)))
        {
            var body = File.ReadAllBytes(Path.Combine(folder, "body"));
            var meta = File.ReadAllText(Path.Combine(folder, "meta.json"));
            var type = meta.Contains("\"sse\"", StringComparison.Ordinal) ? "text/event-stream"
                : meta.Contains("\"ndjson\"", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
            BodyRewriter? Make() => BodyRewriters.Choose(
                new Exchange(policy, AigcMetadata.ByProducer("TEST", "P1")), type, body.AsSpan(0, Math.Min(body.Length, BodyRewriters.HeadLength)), out _);
            if (Make() is not { Kind: not BodyKind.Media } || body.AsSpan().IndexOf("\"sequence_number\""u8) >= 0)
            {
                continue; // neither JSON nor a stream; numbered events are renumbered: see the cases of openai-responses
            }
            var outcome = Cuts.AllAgree(() => Make()!, body);
            if (outcome.Refusal is not null)
            {
                continue; // a body that breaks off, or repeats a member: never half of it
            }
            Assert.Equal(Encoding.UTF8.GetString(body), Encoding.UTF8.GetString(WithoutLabels(outcome.Output, label)));
        }
    }

    private static byte[] WithoutLabels(byte[] output, ExplicitTextLabel label)
    {
        var text = Encoding.UTF8.GetString(output);
        var atEnd = Encoding.UTF8.GetString(label.AtEnd.Span);
        var kept = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            // A line that says nothing but the label is ours; elsewhere the label is a splice.
            var rest = line.Replace(atEnd, "", StringComparison.Ordinal);
            if (rest.Length != line.Length && (rest.Contains("\"delta\":{\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}", StringComparison.Ordinal)
                || rest.Contains("\"delta\":{\"refusal\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}", StringComparison.Ordinal)
                || rest.Contains("\"delta\":{\"audio\":{\"transcript\":\"\"}},\"finish_reason\":null}]}", StringComparison.Ordinal)
                || rest.Contains("\"choices\":[{\"text\":\"\",", StringComparison.Ordinal)
                || rest.EndsWith("\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":false}", StringComparison.Ordinal)
                || (rest.StartsWith('{') && rest.EndsWith("\"response\":\"\",\"done\":false}", StringComparison.Ordinal))))
            {
                kept.Append('\u0001');
                continue;
            }
            kept.Append(rest).Append('\n');
        }
        kept.Length--;
        return Encoding.UTF8.GetBytes(kept.ToString().Replace("\u0001\r\n", "", StringComparison.Ordinal).Replace("\u0001\n", "", StringComparison.Ordinal).Replace("\u0001", "", StringComparison.Ordinal));
    }
}
