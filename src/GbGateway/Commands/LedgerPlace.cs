using System.CommandLine;
using GbGateway.Configuration;
using GbGateway.Ledger;

namespace GbGateway.Commands;

/// <summary>Which ledger a command is about: the one that a gateway with the same configuration writes.</summary>
public sealed class LedgerPlace
{
    private readonly Option<FileInfo?> _config = new("--config") { Description = "The gateway's configuration file; without it, the environment." };
    private readonly Option<string?> _folder = new("--ledger") { Description = "The ledger's folder (GbGateway:Ledger:Folder), ./ledger if not set." };

    /// <summary>Gives <paramref name="command"/> the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_folder);
    }

    /// <summary>Reads the settings; throws a <see cref="ConfigurationException"/> that lists every mistake in the ledger's keys.</summary>
    public LedgerSettings Read(ParseResult arguments)
    {
        var configuration = ConfigurationSources.Open(arguments.GetValue(_config), [(ConfigurationKeys.LedgerFolder, arguments.GetValue(_folder))]);
        var mistakes = LedgerOptions.FindOwnMistakes(configuration);
        return mistakes.Count == 0 ? LedgerOptions.Read(configuration) : throw new ConfigurationException(mistakes);
    }
}
