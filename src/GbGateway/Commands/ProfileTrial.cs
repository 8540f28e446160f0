using System.Buffers;
using System.Text;
using GbGateway.Content;
using GbGateway.Content.Bodies;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Policies;

namespace GbGateway.Commands;

/// <summary>One recorded answer on its way through the labels, and what was found in it.</summary>
public sealed class ProfileTrial
{
    /// <summary>More places than a person reads.</summary>
    private const int MostUnnamed = 12;

    private readonly byte[] _answer;
    private readonly string? _type;
    private readonly Dictionary<string, PlaceSeen> _places = [];
    private readonly Dictionary<string, string> _unnamed = [];

    /// <summary>Prepares it.</summary>
    public ProfileTrial(RoutePolicy policy, ApiProfile? pinned, string path, string? type, byte[] answer)
    {
        (_answer, _type) = (answer, type);
        Exchange = new Exchange(policy.Content, AigcMetadata.ByProducer(policy.ContentProducer, "trial"))
        {
            Profile = pinned ?? policy.Content.PinnedProfile ?? policy.Content.Profiles.ByPath(path),
        };
    }

    /// <summary>The exchange: the API, and what was labelled.</summary>
    public Exchange Exchange { get; }

    /// <summary>How the body is framed, once run.</summary>
    public BodyKind Kind { get; private set; }

    /// <summary>Why the answer would be refused, or null.</summary>
    public LabelReceipt? Refusal { get; private set; }

    /// <summary>The places where the API keeps something, in the order met.</summary>
    public IReadOnlyCollection<PlaceSeen> Places => _places.Values;

    /// <summary>Places of strings that no slot names, and a piece of each.</summary>
    public IReadOnlyDictionary<string, string> Unnamed => _unnamed;

    /// <summary>Bytes of the answer.</summary>
    public int Length => _answer.Length;

    /// <summary>Labels the answer; null if it would be refused.</summary>
    public byte[]? Run()
    {
        var output = new ArrayBufferWriter<byte>(_answer.Length + 1024);
        using var rewriter = BodyRewriters.Choose(Exchange, _type, _answer.AsSpan(0, Math.Min(_answer.Length, BodyRewriters.HeadLength)), out var refusal);
        Refusal = refusal;
        Kind = rewriter?.Kind ?? BodyKind.Opaque;
        if (rewriter is not null)
        {
            Drive(rewriter, output);
        }
        else if (refusal is null)
        {
            output.Write(_answer);
        }
        LookAtPlaces();
        return Refusal is null ? output.WrittenSpan.ToArray() : null;
    }

    private void Drive(BodyRewriter rewriter, ArrayBufferWriter<byte> output)
    {
        RewriteStatus status;
        var given = 0;
        do
        {
            status = rewriter.Write(_answer.AsSpan(given), output, out var consumed);
            given += consumed;
        }
        while (status == RewriteStatus.NeedsPixels);
        while (status == RewriteStatus.Done && (status = rewriter.Complete(output)) == RewriteStatus.NeedsPixels)
        {
            status = RewriteStatus.Done;
        }
        Refusal = rewriter.Refusal;
    }

    private void LookAtPlaces()
    {
        if (Exchange.Profile is not { } profile || Kind is BodyKind.Opaque or BodyKind.Media)
        {
            return;
        }
        var tree = Kind == BodyKind.Json ? profile.Document : profile.LinesAreDocuments ? profile.Document : profile.Stream;
        using var hits = new SlotHits();
        foreach (var json in Documents())
        {
            if (!JsonScanner.TryScan(json, tree, hits, Exchange.Policy.Limits.MaxDepth))
            {
                continue;
            }
            foreach (var hit in hits.Span)
            {
                // Where a text may stand and a list does, the list's own places are the ones that count.
                if (tree.Slots[hit.Slot].Kind is var kind and not SlotKind.ImplicitLabel && (hit.IsText || kind is not (SlotKind.Text or SlotKind.SideText or SlotKind.Copy)))
                {
                    var key = $"{kind} {tree.Slots[hit.Slot].Path}";
                    _places.TryAdd(key, new PlaceSeen(tree.Slots[hit.Slot].Path, kind));
                    _places[key].Add(Encoding.UTF8.GetString(hit.Of(json)));
                }
            }
            if (_unnamed.Count < MostUnnamed)
            {
                UnnamedStrings.Find(json, tree, _unnamed, MostUnnamed);
            }
        }
    }

    // The answer's documents: itself, the data of its events, or its lines.
    private IEnumerable<byte[]> Documents()
    {
        if (Kind == BodyKind.Json)
        {
            yield return _answer;
            yield break;
        }
        foreach (var line in Encoding.UTF8.GetString(_answer).Split('\n'))
        {
            var text = (line.StartsWith("data:", StringComparison.Ordinal) ? line[5..] : Kind == BodyKind.Ndjson ? line : "").Trim();
            if (text.StartsWith('{'))
            {
                yield return Encoding.UTF8.GetBytes(text);
            }
        }
    }
}
