using System.Text;

namespace GbGateway.Content.Profiles;

/// <summary>A place in a JSON document and what stands there.</summary>
/// <param name="Path">Member names joined by dots, <c>[]</c> after one whose array elements are meant: <c>choices[].delta.content</c>.</param>
/// <param name="Kind">What stands there.</param>
public sealed record ContentSlot(string Path, SlotKind Kind)
{
    /// <summary>The last member's name.</summary>
    public string Name { get; } = Path[(Path.LastIndexOf('.') + 1)..].TrimEnd('[', ']');

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlyMemory<byte> NameBytes { get; } = Encoding.UTF8.GetBytes(Path[(Path.LastIndexOf('.') + 1)..].TrimEnd('[', ']'));
}
