namespace GbGateway.Labels.Verification.Containers;

/// <summary>What is kept of a PDF's objects while it is read: labels, and short objects that a label may refer to. Bounded.</summary>
internal sealed class PdfObjects
{
    private const int MostKept = 4096;

    private readonly Dictionary<string, string> _strings = [];

    /// <summary>The labels of the objects as last written.</summary>
    public List<PdfLabel> Labels { get; } = [];

    /// <summary>Bytes inflated and looked through so far.</summary>
    public int Spent { get; set; }

    /// <summary>An object is written anew: what it said before no longer holds.</summary>
    public void Forget(string number)
    {
        Labels.RemoveAll(label => label.Number == number);
        _strings.Remove(number);
    }

    /// <summary>Keeps an object that is nothing but a string.</summary>
    public void Keep(string number, ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart(" \t\r\n"u8);
        if (_strings.Count < MostKept && text is [(byte)'(', ..] or [(byte)'<', not (byte)'<', ..] && PdfString.TryRead(text) is { } value)
        {
            _strings[number] = value;
        }
    }

    /// <summary>The value of a label, wherever it stands; empty if its object is not there.</summary>
    public string Resolve(PdfLabel label) => label.Reference.Length == 0 ? label.Value : _strings.GetValueOrDefault(label.Reference, "");
}
