using System.Text;

namespace GbGateway.Content.Profiles;

/// <summary>A place in a JSON document and what stands there.</summary>
/// <param name="path">
/// Member names joined by dots, <c>[]</c> after one whose array elements are meant: <c>choices[].delta.content</c>. <c>*</c> is a member
/// of any name; <c>**</c> is every string at any depth that holds a picture.
/// </param>
/// <param name="kind">What stands there.</param>
/// <param name="when">The event type the slot belongs to, where one place means several things; null for any.</param>
public sealed class ContentSlot(string path, SlotKind kind, string? when = null)
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>What stands there.</summary>
    public SlotKind Kind { get; } = kind;

    /// <summary>The event type the slot belongs to; empty for any.</summary>
    public ReadOnlyMemory<byte> When { get; } = Encoding.UTF8.GetBytes(when ?? "");

    /// <summary>The last member's name.</summary>
    public ReadOnlyMemory<byte> Name { get; } = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('.') + 1)..].TrimEnd('[', ']'));

    /// <summary>Whether the slot counts only in a part that is no plain text: a thought.</summary>
    public bool WhenThought { get; init; }

    /// <summary>Whether a string here is a link whatever it looks like: a path without a host.</summary>
    public bool IsLink { get; init; }

    /// <summary>The value, raw JSON, that takes this one's place in the whole answer of a choice whose text was blocked; empty to leave it.</summary>
    public ReadOnlyMemory<byte> WhenBlocked { get; init; }

    /// <summary>What a text beside the answer's own is; the policy says which of them are filtered.</summary>
    public SideTexts Side { get; init; } = kind switch
    {
        SlotKind.SideText or SlotKind.SideCopy => SideTexts.Reasoning,
        SlotKind.Arguments or SlotKind.ArgumentsCopy => SideTexts.ToolArguments,
        _ => SideTexts.None,
    };

    /// <summary>For streamed text: the event that carries nothing but a piece of it.</summary>
    public TextEvent? Event { get; init; }
}
