using GbGateway.Content;
using GbGateway.Labels.Text;
using GbGateway.Labels.Watermark;
using GbGateway.Ledger.Records;

namespace GbGateway.Policies;

/// <summary>The labels of one route as the ledger names them, made once.</summary>
public sealed class RecordedLabels
{
    private static readonly ItemLabel[] Watermarks =
        [.. Enum.GetValues<WatermarkOutcome>().Select(static outcome => new ItemLabel("watermark", outcome.ToString().ToLowerInvariant()))];

    private readonly ItemLabel[] _inText;

    /// <summary>Names the labels of a route.</summary>
    /// <param name="content">How content is labelled.</param>
    /// <param name="header">Whether the implicit label goes into a header.</param>
    public RecordedLabels(ContentPolicy content, bool header)
    {
        var wording = content.TextLabel.Wording;
        _inText = [.. Enum.GetValues<TextLabelPlacement>().Select(place => new ItemLabel("explicit", "labelled", wording, place switch
        {
            TextLabelPlacement.OutOfBand => "beside the text",
            TextLabelPlacement.Start => "start of the text",
            TextLabelPlacement.Both => "start and end of the text",
            _ => "end of the text",
        }))];
        InPicture = new ItemLabel("explicit", "labelled", content.PictureWording ?? "", content.PicturePosition.ToString());
        OfText = (header, content.AigcMember) switch
        {
            (true, true) => new ItemLabel("implicit", "labelled", "", "header AIGC-Metadata, member AIGC"),
            (true, false) => new ItemLabel("implicit", "labelled", "", "header AIGC-Metadata"),
            (false, true) => new ItemLabel("implicit", "labelled", "", "member AIGC"),
            _ => null,
        };
    }

    /// <summary>The explicit label, left out under a grant (<c>MEA-9</c>).</summary>
    public static ItemLabel Granted { get; } = new("explicit", "granted");

    /// <summary>The implicit label of a picture.</summary>
    public static ItemLabel OfPicture { get; } = new("implicit", "labelled", "", "file metadata");

    /// <summary>The watermark of a picture, by what came of it.</summary>
    public static ItemLabel Watermark(WatermarkOutcome outcome) => Watermarks[(int)outcome];

    /// <summary>The explicit label of a picture.</summary>
    public ItemLabel InPicture { get; }

    /// <summary>The implicit label of a text, or null where the route writes none into the answer.</summary>
    public ItemLabel? OfText { get; }

    /// <summary>The explicit label of a text.</summary>
    public ItemLabel InText(TextLabelPlacement? place) => place is { } one ? _inText[(int)one] : Granted;
}
