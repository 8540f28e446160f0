using GbGateway.Configuration;
using GbGateway.Metrics;
using GbGateway.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace GbGateway.Tests.Policies;

/// <summary>T22 for keywords: a library is taken over whole, once it stands still, or not at all.</summary>
public sealed class KeywordFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keywords");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public void A_mounted_map_that_swaps_its_link_is_seen()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need rights there");
        Version("v1", "苹果派");
        Version("v2", "苹果派\n香蕉船");
        var data = Path.Combine(_folder.FullName, "..data");
        Directory.CreateSymbolicLink(data, "..v1");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "words.txt"), Path.Combine("..data", "words.txt"));
        using var folder = Open();
        Assert.Equal(1, folder.Current.Observing.Entries);
        var next = Path.Combine(_folder.FullName, "..next");
        Directory.CreateSymbolicLink(next, "..v2");
        Directory.Delete(data);
        Directory.Move(next, data);
        folder.Look();
        Assert.Equal(1, folder.Current.Observing.Entries);
        folder.Look();
        Assert.Equal(2, folder.Current.Observing.Entries);
    }

    [Fact]
    public void A_file_that_still_changes_is_not_read()
    {
        Write("苹果派");
        using var folder = Open();
        for (var i = 2; i < 6; i++)
        {
            Write(string.Join('\n', Enumerable.Range(0, i).Select(static n => $"苹果派{n}号")));
            folder.Look();
            Assert.Equal(1, folder.Current.Observing.Entries);
        }
        folder.Look();
        Assert.Equal(5, folder.Current.Observing.Entries);
    }

    [Fact]
    public void A_start_without_a_single_entry_is_refused()
    {
        Write("# nothing");
        Assert.Contains("no entry", Assert.Throws<ConfigurationException>(Open).Message);
    }

    [Theory]
    [InlineData("Mask; A.1=Block; A.2-c=Observe", null)]
    [InlineData("", null)]
    [InlineData("Stop", "Stop")]
    [InlineData("A.9-z=Block", "A.9-z")]
    [InlineData("4", "4")]
    public void A_table_of_actions_is_checked(string table, string? mistake)
    {
        if (mistake is null)
        {
            Assert.Null(KeywordActionTable.FindMistake(table));
        }
        else
        {
            Assert.Contains(mistake, KeywordActionTable.FindMistake(table));
        }
    }

    private KeywordFolder Open() =>
        new(_folder.FullName, TimeSpan.FromHours(1), TimeProvider.System, new GatewayMetrics(new CollectorRegistry()), NullLogger.Instance);

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "words.txt"), text);

    private void Version(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".." + name));
        File.WriteAllText(Path.Combine(_folder.FullName, ".." + name, "words.txt"), text);
    }
}
