namespace GbGateway.Ledger.Sinks;

/// <summary>A sink can't do what it was asked: down, full, locked by another writer. The writer goes to its spool and tries again.</summary>
public sealed class LedgerSinkException(string message, Exception? inner = null) : Exception(message, inner);
