using System.Buffers;
using System.Text;
using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Verification;

namespace GbGateway.Content.Uploads;

/// <summary>
/// Judges the files of one request, and writes the propagator's label into them where the route says so. The request's other bytes stay.
/// </summary>
/// <param name="verifier">Reads the files.</param>
/// <param name="nextID">Makes propagation numbers.</param>
/// <param name="propagator">The propagator's name or code.</param>
/// <param name="tags">Whether labels are written.</param>
/// <param name="declaration">The form field by which an uploader declares generated content.</param>
public sealed class UploadInspection(LabelVerifier verifier, Func<string> nextID, string propagator, bool tags, string declaration)
{
    private const int MostFiles = 100;

    private readonly List<UploadFile> _files = [];

    /// <summary>The files, in the request's order.</summary>
    public IReadOnlyList<UploadFile> Files => _files;

    /// <summary>Judges a body that is a file.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isDeclared">Whether it is declared.</param>
    /// <param name="output">Gets the body to forward, if it changes.</param>
    /// <returns>Whether it changes.</returns>
    public bool Inspect(ReadOnlyMemory<byte> body, bool isDeclared, IBufferWriter<byte> output) => InspectFile(body, isDeclared, output);

    /// <summary>Judges the files of a multipart body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="boundary">Its boundary.</param>
    /// <param name="isDeclared">Whether a header declares them.</param>
    /// <param name="output">Gets the body to forward, if it changes.</param>
    /// <param name="mistake">Why the body can't be judged, or null.</param>
    /// <returns>Whether it changes.</returns>
    public bool InspectParts(ReadOnlyMemory<byte> body, string boundary, bool isDeclared, IBufferWriter<byte> output, out string? mistake)
    {
        mistake = null;
        isDeclared |= IsDeclaredIn(body.Span, boundary);
        var copied = 0;
        var parts = new MultipartParts(body.Span, boundary);
        using var labelled = new PooledBuffer();
        while (parts.MoveNext())
        {
            if (!parts.IsFile() || parts.End == parts.Start)
            {
                continue;
            }
            if (parts.IsEncoded() || _files.Count == MostFiles)
            {
                mistake = parts.IsEncoded() ? "a file in a transfer encoding can't be judged" : $"a request holds at most {MostFiles} files";
                return false;
            }
            labelled.Clear();
            if (InspectFile(body[parts.Start..parts.End], isDeclared, labelled))
            {
                output.Write(body.Span[copied..parts.Start]);
                output.Write(labelled.Span);
                copied = parts.End;
            }
        }
        if (!parts.IsWhole)
        {
            mistake = "the multipart body is cut short or malformed";
            return false;
        }
        if (copied > 0)
        {
            output.Write(body.Span[copied..]);
        }
        return copied > 0;
    }

    private bool IsDeclaredIn(ReadOnlySpan<byte> body, string boundary)
    {
        const int LongestWord = 16;
        var parts = new MultipartParts(body, boundary);
        while (parts.MoveNext())
        {
            if (!parts.IsFile() && parts.End - parts.Start <= LongestWord && parts.Name().Equals(declaration, StringComparison.OrdinalIgnoreCase))
            {
                return IsYes(Encoding.UTF8.GetString(body[parts.Start..parts.End]));
            }
        }
        return false;
    }

    /// <summary>Whether a declaration says yes.</summary>
    public static bool IsYes(string value) => value.Trim().ToUpperInvariant() is "1" or "2" or "TRUE" or "YES" or "ON" or "AI" or "AIGC";

    private bool InspectFile(ReadOnlyMemory<byte> file, bool isDeclared, IBufferWriter<byte> output)
    {
        var report = verifier.Verify(file.Span, "");
        var decision = UploadDecision.Of(report, isDeclared);
        if (decision.Label.Length == 0)
        {
            _files.Add(new UploadFile(_files.Count, report.Format, decision, "", "unneeded"));
            return false;
        }
        var number = nextID();
        var label = decision.Upstream is { IsPropagable: true } upstream
            ? upstream.PropagatedBy(propagator, number)
            : new AigcMetadata(decision.Label, "", "", "", propagator, number, "");
        var receipt = tags ? MediaLabeler.WriteLabels(file, new LabelOrder { Metadata = label, Wording = null, IsKept = true }, output) : null;
        var tag = receipt is null ? "off" : receipt.IsLabelled ? "written" : receipt.Outcome.ToString().ToLowerInvariant();
        _files.Add(new UploadFile(_files.Count, report.Format, decision, number, tag));
        return receipt is { IsLabelled: true };
    }
}
