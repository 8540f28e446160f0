namespace GbGateway.Labels.Text;

/// <summary>Where the explicit label of a text stands (<c>GB-5.1-d</c>).</summary>
public enum TextLabelPlacement
{
    /// <summary>After the text, the default: no offset into the text moves.</summary>
    End,

    /// <summary>Before the text.</summary>
    Start,

    /// <summary>Before and after the text.</summary>
    Both,

    /// <summary>Not in the text but beside it, for a screen that shows a persistent notice (<c>GB-5.6</c>).</summary>
    OutOfBand,
}
