using System.Text;

namespace GbGateway.Content.Profiles;

/// <summary>Server-sent events whose data are the text itself, and the events that end it.</summary>
/// <param name="text">The name of events with text.</param>
/// <param name="ends">The names of events after which no text comes.</param>
public sealed class PlainTextEvents(string text, params string[] ends)
{
    private readonly byte[][] _ends = [.. ends.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The name of events with text.</summary>
    public ReadOnlyMemory<byte> Text { get; } = Encoding.ASCII.GetBytes(text);

    /// <summary>Whether an event ends the text.</summary>
    public bool Ends(ReadOnlySpan<byte> name)
    {
        foreach (var end in _ends)
        {
            if (name.SequenceEqual(end))
            {
                return true;
            }
        }
        return false;
    }
}
