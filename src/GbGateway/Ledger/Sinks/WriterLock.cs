namespace GbGateway.Ledger.Sinks;

/// <summary>A file that one process holds while it writes a ledger on this machine; the system gives it back when the process dies.</summary>
internal sealed class WriterLock(FileStream file) : IDisposable
{
    /// <summary>Takes the lock.</summary>
    /// <exception cref="LedgerSinkException">Another writer holds it.</exception>
    public static WriterLock Take(string path)
    {
        try
        {
            return new WriterLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerSinkException($"the lock {path} can't be taken: another writer holds it, or it can't be written ({e.Message})", e);
        }
    }

    public void Dispose() => file.Dispose();
}
