namespace GbGateway.Load.Scenarios;

/// <summary>A page that people write, with tables in it that a command writes: between the lines <c>&lt;!-- table NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
public static class Page
{
    /// <summary>Puts a table in the place of the former one.</summary>
    public static void Write(string file, string name, string table)
    {
        var text = File.ReadAllText(file);
        var begin = $"<!-- table {name} -->\n";
        var from = text.IndexOf(begin, StringComparison.Ordinal) is var at and >= 0 ? at + begin.Length : throw new InvalidOperationException($"{file} has no place for the table {name}");
        var to = text.IndexOf("<!-- end -->", from, StringComparison.Ordinal) is var end and >= 0 ? end : throw new InvalidOperationException($"{file} does not end the table {name}");
        File.WriteAllText(file, text[..from] + "\n" + table.Trim('\n') + "\n\n" + text[to..]);
    }
}
