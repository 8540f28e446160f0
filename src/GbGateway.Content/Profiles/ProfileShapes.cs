using GbGateway.Content.Bodies;

namespace GbGateway.Content.Profiles;

/// <summary>The shapes of many APIs, compared with a document at once: one pass names those that it may be of, and only they are asked.</summary>
internal sealed class ProfileShapes
{
    private readonly ApiProfile[] _profiles;
    private readonly Func<ApiProfile, SlotTree> _tree;
    private readonly SlotTree _union;
    private readonly int[] _owners;

    public ProfileShapes(ApiProfile[] profiles, Func<ApiProfile, SlotTree> tree)
    {
        (_profiles, _tree) = (profiles, tree);
        _union = SlotTree.Union(profiles.Select(tree));
        _owners = [.. profiles.SelectMany((profile, index) => Enumerable.Repeat(index, tree(profile).Slots.Length))];
    }

    /// <summary>The first API whose content and marks the document shows, or null.</summary>
    public ApiProfile? Find(ReadOnlySpan<byte> json, SlotHits hits, int maxDepth, ApiProfile? except)
    {
        if (!JsonScanner.TryScan(json, _union, hits, maxDepth))
        {
            return null;
        }
        Span<bool> content = stackalloc bool[_profiles.Length];
        Span<bool> marked = stackalloc bool[_profiles.Length];
        foreach (var hit in hits.Span)
        {
            var slot = _union.Slots[hit.Slot];
            content[_owners[hit.Slot]] |= hit.IsText && ApiProfile.IsContent(slot);
            marked[_owners[hit.Slot]] |= slot.Kind == SlotKind.Mark;
        }
        for (var i = 0; i < _profiles.Length; i++)
        {
            var tree = _tree(_profiles[i]);
            if (content[i] && (marked[i] || !tree.HasMarks) && _profiles[i] != except
                // What can't be read as that API's has more than one meaning: whoever labels it refuses it.
                && (!JsonScanner.TryScan(json, tree, hits, maxDepth) || ApiProfile.ShowsContent(tree, hits)))
            {
                return _profiles[i];
            }
        }
        return null;
    }
}
