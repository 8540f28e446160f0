using GbGateway.Content.Profiles;

namespace GbGateway.Commands;

/// <summary>A place of an API, and what stood there.</summary>
/// <param name="path">The place.</param>
/// <param name="kind">What stands there.</param>
public sealed class PlaceSeen(string path, SlotKind kind)
{
    private const int LongestSample = 48;

    /// <summary>The place.</summary>
    public string Path { get; } = path;

    /// <summary>What stands there.</summary>
    public SlotKind Kind { get; } = kind;

    /// <summary>How often something stood there.</summary>
    public int Times { get; private set; }

    /// <summary>Characters of it.</summary>
    public long Length { get; private set; }

    /// <summary>The first of it, in short.</summary>
    public string Sample { get; private set; } = "";

    /// <summary>Adds a value, as it stands in the document.</summary>
    public void Add(string value)
    {
        Times++;
        Length += value.Length;
        Sample = Sample.Length < LongestSample ? (Sample + value)[..Math.Min(Sample.Length + value.Length, LongestSample)] : Sample;
    }
}
