using System.IO.Compression;

namespace GbGateway.Policies;

/// <summary>A fetched library, a file or a ZIP, as a folder. What it may hold is bounded: files of known endings, at most one folder deep.</summary>
public static class LibraryBundle
{
    /// <summary>Longest bundle, in bytes.</summary>
    public const int MaxBytes = 64 << 20;

    // Rule ids begin with the layer's name: it must not be that of a version's folder.
    private const string Layer = "library";

    private const int MaxFiles = 1000;
    private const long MaxUnpacked = 512L << 20;

    private static readonly string[] Extensions = [".csv", ".tsv", ".yaml", ".yml", ".txt"];

    /// <summary>Writes the files into <paramref name="folder"/>.</summary>
    /// <param name="bundle">The bytes.</param>
    /// <param name="name">The address's last part: its ending tells the format.</param>
    /// <param name="folder">An empty folder.</param>
    /// <returns>What is wrong with the bundle, or null.</returns>
    public static string? Unpack(byte[] bundle, string name, string folder)
    {
        if (!bundle.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            if (!Array.Exists(Extensions, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                return $"neither a ZIP nor a file whose address ends with {string.Join(", ", Extensions)}";
            }
            Directory.CreateDirectory(Path.Combine(folder, Layer));
            File.WriteAllBytes(Path.Combine(folder, Layer, "library" + Path.GetExtension(name).ToLowerInvariant()), bundle);
            return null;
        }
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bundle), ZipArchiveMode.Read);
            return UnpackZip(zip, folder);
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private static string? UnpackZip(ZipArchive zip, string folder)
    {
        var (files, left) = (0, MaxUnpacked);
        foreach (var entry in zip.Entries)
        {
            var parts = entry.FullName.Split('/');
            if (entry.FullName.EndsWith('/') || !Array.Exists(Extensions, ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                continue; // folders, and what is no library: a README, a licence
            }
            if (parts.Length > 2 || Array.Exists(parts, static part => part.Length == 0 || part[0] == '.' || part.AsSpan().ContainsAny("\\:\0")))
            {
                return "a file stands deeper than one folder, or its name is none";
            }
            if (++files > MaxFiles)
            {
                return $"more than {MaxFiles} files";
            }
            var target = parts.Length == 1 ? Path.Combine(folder, Layer, parts[0]) : Path.Combine(folder, parts[0], parts[1]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var from = entry.Open();
            using var to = File.Create(target);
            if (!TryCopy(from, to, ref left))
            {
                return $"more than {MaxUnpacked} bytes unpacked";
            }
        }
        return files == 0 ? "it holds no file of a library" : null;
    }

    // What an entry says of its length is not believed.
    private static bool TryCopy(Stream from, Stream to, ref long left)
    {
        var buffer = new byte[64 << 10];
        for (int read; (read = from.Read(buffer)) > 0;)
        {
            if ((left -= read) < 0)
            {
                return false;
            }
            to.Write(buffer, 0, read);
        }
        return true;
    }
}
