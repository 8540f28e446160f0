using System.Buffers;
using System.Text;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles;
using GbGateway.Labels.Text;
using GbGateway.Tests.Media;

namespace GbGateway.Tests.Bodies;

/// <summary>Documents and events with a picture in them, and what they are after labelling.</summary>
internal static class JsonPictures
{
    public const string Images = "/v1/images/generations";
    public const string Responses = "/v1/responses";

    public static ContentPolicy Policy { get; } = new()
    {
        TextLabel = new ExplicitTextLabel(ExplicitTextLabel.DefaultWording, TextLabelPlacement.End),
    };

    /// <summary>The implicit label's member, as it goes into a document.</summary>
    public static string Member
    {
        get
        {
            var member = new ArrayBufferWriter<byte>();
            Exchange(Images).WriteAigcMember(member);
            return Encoding.UTF8.GetString(member.WrittenSpan);
        }
    }

    public static Exchange Exchange(string path, ContentPolicy? policy = null) =>
        new(policy ?? Policy, Orders.Metadata) { Profile = ApiProfiles.ByPath(path) };

    public static JsonBody Body(string path, ContentPolicy? policy = null) => new(Exchange(path, policy));

    public static string Labelled(byte[] picture) => Convert.ToBase64String(Orders.Label(picture, Orders.Both).Output);
}
