using GbGateway.Tests.Support;

namespace GbGateway.Interop.Tests.Support;

/// <summary>A folder that shows the clients a part of the recordings: links to the chosen ones, nothing copied.</summary>
public sealed class Material : IDisposable
{
    private Material(string folder, int count) => (Folder, Count) = (folder, count);

    /// <summary>The folder, with <c>api/FAMILY/NAME</c> below it.</summary>
    public string Folder { get; }

    /// <summary>How many recordings it shows.</summary>
    public int Count { get; }

    /// <summary>Shows the recordings of <paramref name="families"/> whose body is at most <paramref name="longest"/> bytes, the first <paramref name="each"/> of each family.</summary>
    public static Material Of(IEnumerable<string> families, long longest = long.MaxValue, int each = int.MaxValue)
    {
        Skip.If(Repository.Fixtures is null, Repository.NoFixtures);
        var folder = Directory.CreateTempSubdirectory("gbgateway-material-").FullName;
        var count = 0;
        foreach (var family in families)
        {
            var source = Path.Combine(Repository.Fixtures!, "api", family);
            var target = Directory.CreateDirectory(Path.Combine(folder, "api", family)).FullName;
            var recordings = Directory.GetDirectories(source).Where(one => new FileInfo(Path.Combine(one, "body")).Length <= longest);
            foreach (var recording in recordings.Order(StringComparer.Ordinal).Take(each))
            {
                Directory.CreateSymbolicLink(Path.Combine(target, Path.GetFileName(recording)), recording);
                count++;
            }
        }
        return new Material(folder, count);
    }

    /// <summary>The body of a recording, by <c>FAMILY/NAME</c>.</summary>
    public static byte[] Body(string use) => File.ReadAllBytes(Path.Combine(Repository.Fixtures!, "api", use, "body"));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
