using System.Text;
using GbGateway.Ledger.Signing;

namespace GbGateway.Ledger;

/// <summary>The ledger's folder on this machine: made at the first start, with the keys that are needed and not given.</summary>
public static class LedgerFolder
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private const string OwnKey = "key.pem";
    private const string OwnTenantKey = "tenants.key";

    /// <summary>Makes the folder and proves that it can be written.</summary>
    /// <exception cref="IOException">It can't; the message says what to do.</exception>
    public static void Open(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerAndGroup); // one that is there keeps its mode
            }
            var probe = Path.Combine(folder, ".probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var full = Path.GetFullPath(folder);
            throw new IOException(
                $"the ledger's folder {full} can't be written ({e.Message}). Records of what was labelled have to outlive the process: set GbGateway:Ledger:Folder "
                + $"(GbGateway__Ledger__Folder) to a folder on a disk, or mount a volume there, as in: docker run -v gbgateway-ledger:{full} …", e);
        }
    }

    /// <summary>The key that signs: of <paramref name="settings"/>, or the folder's own, made if there is none. Its public half is kept in the folder.</summary>
    /// <exception cref="InvalidOperationException">The key can't be used.</exception>
    public static SigningKey OpenKey(LedgerSettings settings)
    {
        var path = settings.KeyFile;
        if (path.Length == 0)
        {
            path = Path.Combine(settings.Folder, OwnKey);
            if (!File.Exists(path))
            {
                KeyFile.WriteSigningKey(path, EcdsaSigningKey.Generate());
            }
        }
        var key = KeyFile.ReadSigningKey(path);
        var kept = Path.Combine(settings.KeysFolder, key.PublicKey.KeyID + ".pem");
        if (!File.Exists(kept))
        {
            Directory.CreateDirectory(settings.KeysFolder);
            File.WriteAllText(kept, key.PublicKey.ToPem());
        }
        return key;
    }

    /// <summary>The folder's secret that API keys and users are hashed with, made if there is none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static byte[] OpenTenantKey(string folder)
    {
        var path = Path.Combine(folder, OwnTenantKey);
        if (!File.Exists(path))
        {
            KeyFile.WriteSecret(path);
        }
        return Encoding.UTF8.GetBytes(File.ReadLines(path).First().Trim());
    }

    /// <summary>The keys that are trusted to have signed: those the folder kept, and those of the settings.</summary>
    /// <exception cref="InvalidOperationException">A key can't be read.</exception>
    public static KeyRing TrustedKeys(LedgerSettings settings)
    {
        IEnumerable<string> kept = Directory.Exists(settings.KeysFolder) ? Directory.EnumerateFiles(settings.KeysFolder, "*.pem").Order(StringComparer.Ordinal) : [];
        return new KeyRing(kept.Concat(settings.TrustedKeys).Select(KeyFile.ReadVerifyingKey).ToArray());
    }
}
