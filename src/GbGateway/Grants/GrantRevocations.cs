using System.Collections.Frozen;

namespace GbGateway.Grants;

/// <summary>The numbers of revoked grants: a file with one number a line; <c>#</c> begins a comment. Immutable; a reload makes a new one.</summary>
public sealed class GrantRevocations(IEnumerable<string> ids)
{
    private readonly FrozenSet<string> _ids = ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>No grant is revoked.</summary>
    public static GrantRevocations None { get; } = new([]);

    /// <summary>How many are revoked.</summary>
    public int Count => _ids.Count;

    /// <summary>Whether the grant numbered <paramref name="id"/> is revoked.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    /// <summary>Reads the file.</summary>
    /// <exception cref="IOException">It can't be read: without it nobody knows what is revoked, so no grant may hold.</exception>
    public static GrantRevocations Read(string path) =>
        new(File.ReadLines(path).Select(static line => line.Split('#', 2)[0].Trim()).Where(static id => id.Length > 0));

    /// <summary>Adds a number to the file, made if missing, and flushes it to the disk.</summary>
    public static void Add(string path, string id, string reason, TimeProvider time)
    {
        var comment = new string([.. reason.Select(static c => char.IsControl(c) ? ' ' : c)]);
        if (id.Length == 0 || id.AsSpan().ContainsAny('#', '\n', '\r'))
        {
            throw new ArgumentException("a grant's number is not empty and holds neither # nor a line end", nameof(id));
        }
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(System.Text.Encoding.UTF8.GetBytes($"{id} # {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {comment}\n"));
        file.Flush(flushToDisk: true);
    }
}
