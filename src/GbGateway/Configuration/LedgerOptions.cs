using GbGateway.Ledger;
using GbGateway.Ledger.Records;

namespace GbGateway.Configuration;

/// <summary>Reads the keys under <c>Ledger</c>.</summary>
public static class LedgerOptions
{
    /// <summary>Reads a configuration whose ledger keys have been checked.</summary>
    public static LedgerSettings Read(IConfiguration configuration)
    {
        var keys = new KeyReader(configuration);
        return new LedgerSettings
        {
            Folder = keys.Text(ConfigurationKeys.LedgerFolder)!,
            Sink = keys.Text(ConfigurationKeys.LedgerSink)!.ToLowerInvariant(),
            Connection = keys.Text(ConfigurationKeys.LedgerConnection) ?? "",
            Topic = keys.Text(ConfigurationKeys.LedgerTopic)!,
            Chain = keys.Text(ConfigurationKeys.LedgerChain)!,
            KeyFile = keys.Text(ConfigurationKeys.LedgerKeyFile) ?? "",
            TrustedKeys = KeyReader.Paths(keys.Text(ConfigurationKeys.LedgerTrustedKeys)),
            Hash = keys.Choice<LedgerHashAlgorithm>(ConfigurationKeys.LedgerHash),
            SegmentEntries = (int)keys.Integer(ConfigurationKeys.LedgerSegmentEntries),
            SpoolBytes = keys.Integer(ConfigurationKeys.LedgerSpoolBytes),
            AckTimeout = keys.Duration(ConfigurationKeys.LedgerTimeout),
            RetentionDays = keys.Text(ConfigurationKeys.LedgerRetentionDays) is { Length: > 0 } ? (int)keys.Integer(ConfigurationKeys.LedgerRetentionDays) : null,
        };
    }

    /// <summary>Every mistake in the keys of the ledger alone, for commands that need no other; whoever verifies need not have the private key.</summary>
    public static IReadOnlyList<string> FindOwnMistakes(IConfiguration configuration)
    {
        var keys = new KeyReader(configuration);
        return
        [
            .. ConfigurationKeys.All
                .Where(static key => key.Path.StartsWith("Ledger:", StringComparison.Ordinal) && key != ConfigurationKeys.LedgerKeyFile)
                .Select(key => (key.Path, Value: keys.Text(key), Mistake: keys.Text(key) is { Length: > 0 } value ? key.FindMistake(value) : null))
                .Where(static one => one.Mistake is not null)
                .Select(static one => $"{ConfigurationKeys.Section}:{one.Path} = \"{one.Value}\": {one.Mistake}"),
            .. FindSinkMistakes(keys),
        ];
    }

    /// <summary>Says what keys contradict each other or lack another.</summary>
    public static IEnumerable<string> FindMistakes(IConfiguration configuration)
    {
        var keys = new KeyReader(configuration);
        foreach (var mistake in FindSinkMistakes(keys))
        {
            yield return mistake;
        }
        if (KeyReader.Paths(keys.Text(ConfigurationKeys.GrantKeys)).Length > 0)
        {
            yield break;
        }
        foreach (var (path, value) in configuration.GetSection(ConfigurationKeys.Section).AsEnumerable())
        {
            if (path.EndsWith(":" + ConfigurationKeys.AdmitGrants.Path, StringComparison.OrdinalIgnoreCase) && bool.TryParse(value, out var admits) && admits)
            {
                yield return $"{path} = \"{value}\" needs {ConfigurationKeys.Section}:Grants:Keys: the public keys that sign grants";
            }
        }
    }

    private static IEnumerable<string> FindSinkMistakes(KeyReader keys)
    {
        if (keys.Text(ConfigurationKeys.LedgerSink) is { } sink && (sink.Equals("postgresql", StringComparison.OrdinalIgnoreCase) || sink.Equals("kafka", StringComparison.OrdinalIgnoreCase))
            && string.IsNullOrEmpty(keys.Text(ConfigurationKeys.LedgerConnection)))
        {
            yield return $"{ConfigurationKeys.Section}:Ledger:Sink = \"{sink}\" needs {ConfigurationKeys.Section}:Ledger:Connection: a connection string, or the servers of Kafka";
        }
    }
}
