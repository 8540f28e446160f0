using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles;

/// <summary>The APIs a gateway tells answers by: the operator's own first, then the built-in ones. Immutable.</summary>
public sealed class ProfileCatalog
{
    // An array, asked on every exchange: a walk over it makes no enumerator.
    private readonly ApiProfile[] _all;
    private readonly ProfileShapes _documents;
    private readonly ProfileShapes _events;

    /// <summary>Makes a catalog.</summary>
    /// <param name="own">The operator's profiles, asked before all others.</param>
    public ProfileCatalog(IReadOnlyList<ApiProfile> own)
    {
        _all = [.. own, .. ApiProfiles.All];
        var shapely = _all.Where(static profile => profile.IsToldByShape).ToArray();
        _documents = new ProfileShapes(shapely, static profile => profile.Document);
        _events = new ProfileShapes(shapely, static profile => profile.Stream);
    }

    /// <summary>The built-in APIs alone.</summary>
    public static ProfileCatalog BuiltIn { get; } = new([]);

    /// <summary>Every profile, in the order they are asked.</summary>
    public IReadOnlyList<ApiProfile> All => _all;

    /// <summary>The profile of a name, or null.</summary>
    public ApiProfile? Find(string name) => All.Append(ApiProfiles.Pictures).FirstOrDefault(profile => profile.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The API that requests to <paramref name="path"/> belong to, or null.</summary>
    public ApiProfile? ByPath(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        foreach (var profile in _all)
        {
            if (profile.Matches(path))
            {
                return profile;
            }
        }
        return null;
    }

    /// <summary>The API whose events are text as it stands, told by an event's name, where its data are no JSON; or null.</summary>
    public ApiProfile? ByPlainText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        foreach (var profile in _all)
        {
            if (profile is { IsToldByShape: true, PlainText: { } events } && name.SequenceEqual(events.Text.Span)
                && data.TrimStart(" \t\r\n"u8) is not ([] or [(byte)'{' or (byte)'[', ..]))
            {
                return profile;
            }
        }
        return null;
    }

    /// <summary>The API whose slots hold content in <paramref name="json"/>, or null: what the path doesn't tell, the answer's shape does.</summary>
    /// <param name="json">A whole answer or a streamed event.</param>
    /// <param name="streamed">Which.</param>
    /// <param name="hits">Room to scan with.</param>
    /// <param name="maxDepth">Deepest nesting accepted.</param>
    /// <param name="byPath">The API the path names, of which the answer shows nothing; null for none.</param>
    public ApiProfile? ByShape(ReadOnlySpan<byte> json, bool streamed, SlotHits hits, int maxDepth, ApiProfile? byPath = null)
    {
        if ((streamed ? _events : _documents).Find(json, hits, maxDepth, byPath) is { } found)
        {
            return found;
        }
        var anywhere = ApiProfiles.Pictures.Document;
        return byPath is null && JsonScanner.TryScan(json, anywhere, hits, maxDepth) && ApiProfile.ShowsContent(anywhere, hits) ? ApiProfiles.Pictures : null;
    }
}
