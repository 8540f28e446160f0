namespace GbGateway.Labels.Verification.Shapes;

/// <summary>One tag of XML or HTML with its attributes, decoded.</summary>
/// <param name="Name">The name with its prefix.</param>
/// <param name="Start">Position of the tag.</param>
/// <param name="End">Position behind the tag.</param>
/// <param name="IsClosed">Whether it has no content (<c>/&gt;</c>).</param>
/// <param name="Attributes">Names and values.</param>
internal readonly record struct MarkupTag(string Name, int Start, int End, bool IsClosed, IReadOnlyList<(string Name, string Value)> Attributes)
{
    /// <summary>The name without its prefix.</summary>
    public string LocalName => Local(Name);

    public static string Local(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public static string Prefix(string name) => name[..Math.Max(0, name.IndexOf(':', StringComparison.Ordinal))];
}
