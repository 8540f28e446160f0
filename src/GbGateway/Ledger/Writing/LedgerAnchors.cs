using GbGateway.Ledger.Records;

namespace GbGateway.Ledger.Writing;

/// <summary>Checkpoints exported to a file beside the ledger: one line for each closed segment, and the latest. Copied elsewhere, they show a ledger that was cut or rolled back.</summary>
public sealed class LedgerAnchors(string path)
{
    private const int LongestLine = 4096;

    private readonly string _latest = path + ".latest";

    /// <summary>Notes <paramref name="checkpoint"/>, which is durable in the ledger.</summary>
    public void Add(LedgerCheckpoint checkpoint)
    {
        var line = Convert.ToBase64String(checkpoint.Encode()) + "\n";
        if (checkpoint.ClosesSegment)
        {
            File.AppendAllText(path, line);
        }
        var next = _latest + ".next";
        File.WriteAllText(next, line);
        File.Move(next, _latest, overwrite: true);
    }

    /// <summary>Every checkpoint noted; a line that can't be read is given as null, for the verifier to report.</summary>
    public IEnumerable<LedgerCheckpoint?> Read()
    {
        foreach (var file in new[] { path, _latest })
        {
            if (!File.Exists(file))
            {
                continue;
            }
            foreach (var line in File.ReadLines(file))
            {
                yield return TryRead(line);
            }
        }
    }

    private static LedgerCheckpoint? TryRead(string line)
    {
        var bytes = new byte[LongestLine];
        return line.Length <= LongestLine && Convert.TryFromBase64String(line, bytes, out var length)
            ? LedgerCheckpoint.TryRead(bytes.AsSpan(0, length))
            : null;
    }
}
