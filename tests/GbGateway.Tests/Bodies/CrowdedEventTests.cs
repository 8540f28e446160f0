using System.Text;
using GbGateway.Content;
using GbGateway.Content.Filtering;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Policies;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

/// <summary>
/// Hostile documents with hundreds of thousands of values at slots: work grows with their length, not with its square, or these tests
/// would run for hours.
/// </summary>
public sealed class CrowdedEventTests
{
    private const int Many = 200_000;

    [Theory]
    [InlineData(false), InlineData(true)]
    public void An_event_of_very_many_choices_is_refused(bool filters)
    {
        var text = new StringBuilder("data: {\"choices\":[");
        for (var i = 0; i < Many; i++)
        {
            text.Append($"{(i == 0 ? "" : ",")}{{\"index\":{i},\"delta\":{{\"content\":\"a\"}},\"finish_reason\":\"stop\"}}");
        }
        Assert.Contains("more than 1024 texts", Run("/v1/chat/completions", text.Append("]}\n\n").ToString(), filters).Refusal);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void One_choice_of_very_many_parts_is_one_text(bool filters)
    {
        var text = new StringBuilder("data: {\"candidates\":[{\"content\":{\"parts\":[");
        text.Insert(text.Length, "{\"text\":\"坏\",\"thought\":false},", Many).Append("{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}]}\n\n");
        var outcome = Run("/v1beta/models/g:streamGenerateContent", text.ToString(), filters);
        Assert.Null(outcome.Refusal);
        var answer = Encoding.UTF8.GetString(outcome.Output);
        Assert.EndsWith("b\\n\\n（内容由AI生成）\"}]},\"finishReason\":\"STOP\"}]}\n\n", answer);
        Assert.Equal(filters ? Many : 0, answer.AsSpan().Count('*'));
        Assert.Equal(filters ? 0 : Many, answer.AsSpan().Count('坏'));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_document_of_very_many_choices_gets_very_many_labels(bool filters)
    {
        var text = new StringBuilder("{\"choices\":[");
        text.Insert(text.Length, "{\"message\":{\"content\":\"坏a\"},\"finish_reason\":\"stop\"},", Many).Append("{\"message\":{\"content\":\"b\"}}]}");
        var outcome = Run("/v1/chat/completions", text.ToString(), filters);
        Assert.Null(outcome.Refusal);
        Assert.Equal(Many + 1, Encoding.UTF8.GetString(outcome.Output).Split("（内容由AI生成）").Length - 1);
    }

    [Fact]
    public void Very_many_pictures_of_sound_are_told_by_their_siblings()
    {
        var text = new StringBuilder("{\"candidates\":[{\"content\":{\"parts\":[");
        text.Insert(text.Length, "{\"inlineData\":{\"mimeType\":\"audio/L16\",\"data\":\"QUJD\"}},", Many).Append("{\"text\":\"b\"}]}}]}");
        Assert.Null(Run("/v1beta/models/g:generateContent", text.ToString(), filters: false, sound: Foreign.Pass).Refusal);
    }

    private static Cuts.Outcome Run(string path, string body, bool filters, Foreign sound = Foreign.Refuse)
    {
        var policy = new ContentPolicy
        {
            TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End),
            AigcMember = false,
            SoundAndVideo = sound,
            Keywords = filters ? Keywords() : null,
            Limits = BodyLimits.Default with { MaxEventBytes = 64 << 20 },
        };
        var bytes = Encoding.UTF8.GetBytes(body);
        return Cuts.Run(
            () => BodyRewriters.Choose(
                new Exchange(policy, AigcMetadata.ByProducer("TEST", "P1")) { Profile = ApiProfiles.ByPath(path) }, null, bytes.AsSpan(0, BodyRewriters.HeadLength), out _)!,
            bytes, []);
    }

    private static KeywordSet Keywords()
    {
        var library = KeywordFiles.Read("test", "test.csv", "entry,risk,action\n坏,A.1-a,Mask\n", []);
        return KeywordSet.Compile([library], KeywordActionTable.Read("Mask"), DateOnly.MinValue);
    }
}
