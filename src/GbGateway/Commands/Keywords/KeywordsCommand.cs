using System.CommandLine;

namespace GbGateway.Commands.Keywords;

/// <summary><c>keywords</c>: what a compliance team does with a keyword library. Exit codes: 0 all is well, 1 something is not as it should be, 2 nothing could be tried.</summary>
public static class KeywordsCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("keywords", "Checks, imports, explains and generates keyword libraries, and scans corpora with them. 关键词库的检查、导入、解释、生成与语料扫描。")
    {
        CheckCommand.Create(),
        ImportCommand.Create(),
        ScanCommand.Create(),
        ExplainCommand.Create(),
        GenerateCommand.Create(),
    };

    /// <summary>Prints results as JSON for programs instead of tables for people.</summary>
    internal static Option<bool> Json() => new("--json") { Description = "Print JSON instead of tables. 输出 JSON。" };

    /// <summary>Says what stopped a command.</summary>
    internal static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
