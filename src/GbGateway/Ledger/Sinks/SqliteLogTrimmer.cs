using Microsoft.Data.Sqlite;

namespace GbGateway.Ledger.Sinks;

/// <summary>
/// Moves the write-ahead log into the database file while the writer goes on: done by the writer itself, every some hundred groups one would wait for it.
/// 1. After enough pages a second connection checkpoints on a thread of the pool; the writer may append meanwhile.
/// 2. The writer checkpoints the little that came since, so that the next group begins the log anew and it does not grow.
/// </summary>
internal sealed class SqliteLogTrimmer(Func<SqliteConnection> connect) : IDisposable
{
    /// <summary>Pages of log between two checkpoints, about: 16 MB.</summary>
    private const int Every = 4000;

    /// <summary>Pages that a group writes beside its records: the ends of the table and of each index.</summary>
    private const int PagesOfGroup = 8;

    private const int RecordsOfPage = 4;

    private Task _running = Task.CompletedTask;
    private bool _owes;
    private int _since;

    /// <summary>Called after each group, by the writer.</summary>
    public void Note(int records, SqliteConnection writer)
    {
        _since += PagesOfGroup + records / RecordsOfPage;
        if (!_running.IsCompleted)
        {
            return;
        }
        if (_owes)
        {
            _owes = false;
            Checkpoint(writer);
        }
        else if (_since >= Every)
        {
            (_since, _owes) = (0, true);
            _running = Task.Run(Trim);
        }
    }

    public void Dispose() => _running.GetAwaiter().GetResult();

    private void Trim()
    {
        try
        {
            using var connection = connect();
            Checkpoint(connection);
        }
        catch (LedgerSinkException)
        {
            // Then the log is longer for a while; a disk that is full or bad shows itself to the writer.
        }
    }

    private static void Checkpoint(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // as above
        }
    }
}
