using System.Security.Cryptography;

namespace GbGateway.Ledger.Signing;

/// <summary>Reads keys from files. A private key that others may read is refused: it proves nothing any more.</summary>
public static class KeyFile
{
    private const UnixFileMode OthersMay =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int LongestFile = 64 << 10;
    private const int SecretLength = 32;

    /// <summary>Reads the private key in <paramref name="path"/>: PEM, ECDSA P-256 or SM2, readable by its owner only.</summary>
    /// <exception cref="InvalidOperationException">It can't be used; the message says why and what to do, never what stands in it.</exception>
    public static SigningKey ReadSigningKey(string path)
    {
        var text = ReadPrivate(path);
        return SigningKey.TryReadPem(text)
            ?? throw new InvalidOperationException($"the key file {path} holds no private key of ECDSA P-256 or SM2 in PEM without passphrase");
    }

    /// <summary>Reads the public key in <paramref name="path"/>: PEM, ECDSA P-256 or SM2.</summary>
    /// <exception cref="InvalidOperationException">It can't be used; the message says why.</exception>
    public static VerifyingKey ReadVerifyingKey(string path) =>
        VerifyingKey.TryReadPem(Read(path)) ?? throw new InvalidOperationException($"the key file {path} holds no public key of ECDSA P-256 or SM2 in PEM");

    /// <summary>Writes a new private key to <paramref name="path"/>, readable by its owner only; an existing file is never overwritten.</summary>
    public static void WriteSigningKey(string path, SigningKey key) => WritePrivate(path, key.ToPem());

    /// <summary>Writes a new secret to <paramref name="path"/>, readable by its owner only; an existing file is never overwritten.</summary>
    public static void WriteSecret(string path) => WritePrivate(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength)) + "\n");

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead;
        }
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private static string ReadPrivate(string path)
    {
        var text = Read(path);
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & OthersMay) == 0
            ? text
            : throw new InvalidOperationException($"the key file {path} may be read by others than its owner: chmod 0400 it");
    }

    private static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile
                ? File.ReadAllText(path)
                : throw new InvalidOperationException($"the key file {path} is too long to be a key");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"the key file {path} can't be read: {e.Message}", e);
        }
    }
}
